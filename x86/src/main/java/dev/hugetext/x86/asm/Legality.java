package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether operands, width, condition and lock fit a form; says what would. */
final class Legality {
  private Legality() {}

  /**
   * Returns if everything fits.
   *
   * @throws IllegalArgumentException with form, width, operands and what is legal
   */
  static void check(
      Form form, Width width, @Nullable Condition condition, List<Operand> operands, boolean lock) {
    if (!form.allows(width)) {
      throw illegal(form, width, operands, "widths " + form.widths());
    }
    if (form.hasCondition() != (condition != null)) {
      throw illegal(form, width, operands, form.hasCondition() ? "a condition" : "no condition");
    }
    List<OperandKind> kinds = form.operands();
    if (operands.size() != kinds.size()) {
      throw illegal(form, width, operands, "operands " + kinds);
    }
    for (int i = 0; i < kinds.size(); i++) {
      if (!fits(form.encoding(), kinds.get(i), operands.get(i), width)) {
        throw illegal(form, width, operands, "%s at operand %d".formatted(kinds.get(i), i));
      }
    }
    if (lock && !(form.encoding().lockable() && operands.getFirst() instanceof Mem)) {
      throw illegal(form, width, operands, "lock before a memory destination of a lockable form");
    }
  }

  private static boolean fits(Encoding encoding, OperandKind kind, Operand operand, Width width) {
    return switch (kind) {
      case RM, RM8, RM16, RM32 -> operand instanceof Operand.Reg || operand instanceof Mem;
      case M8 -> operand instanceof Mem;
      case M -> operand instanceof Mem mem && !mem.gs();
      case R, R_OPCODE, R_VEX -> operand instanceof Operand.Reg;
      case ACC -> operand instanceof Operand.Reg(Gpr gpr) && gpr == Gpr.RAX;
      case CL -> operand instanceof Operand.Reg(Gpr gpr) && gpr == Gpr.RCX;
      case ONE -> operand instanceof Operand.Imm(long value) && value == 1;
      case IMM8 -> operand instanceof Operand.Imm(long value) && value == (byte) value;
      case COUNT8 -> operand instanceof Operand.Imm(long value) && value == (value & 0xff);
      case IMM ->
          operand instanceof Operand.Imm(long value)
              && immediateFits(value, encoding.immediate().bytes(width), width);
      case REL8 ->
          operand instanceof Operand.Rel(int displacement) && displacement == (byte) displacement;
      case REL32 -> operand instanceof Operand.Rel;
    };
  }

  /** Signed values of that many bytes; unsigned ones too where nothing is extended. */
  private static boolean immediateFits(long value, int bytes, Width width) {
    int unused = 64 - 8 * bytes;
    boolean signed = value << unused >> unused == value;
    return signed || (bytes == width.bytes() && (value & width.mask()) == value);
  }

  private static IllegalArgumentException illegal(
      Form form, Width width, List<Operand> operands, String legal) {
    return new IllegalArgumentException(
        "%s %s %s: legal: %s".formatted(form, width, operands, legal));
  }
}
