package dev.hugetext.x86.disasm;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AT&amp;T operands: source first; {@code %} registers, {@code $} immediates. */
final class AttOperands {
  private AttOperands() {}

  /**
   * The operands, separated by commas; empty where none is written.
   *
   * @param end address of the byte behind the instruction
   */
  static String of(Instruction insn, long end) {
    if (insn.form() == Form.NOP) {
      return insn.width() == Width.W ? "%ax,%ax" : "";
    }
    if (insn.form() == Form.IBHF) {
      return "%rax"; // binutils 2.40 reads it as a nop with an operand
    }
    List<OperandKind> kinds = insn.form().operands();
    List<String> texts = new ArrayList<>();
    for (int i = kinds.size() - 1; i >= 0; i--) {
      if (kinds.get(i) != OperandKind.ONE) {
        texts.add(text(insn, kinds.get(i), insn.operand(i), end));
      }
    }
    return String.join(",", texts) + ripTarget(insn, end);
  }

  private static String text(Instruction insn, OperandKind kind, Operand operand, long end) {
    String star = PrefixText.isIndirectBranch(insn.form()) ? "*" : "";
    return switch (operand) {
      case Operand.Reg(Gpr gpr) -> star + "%" + gpr.name(kind.width(insn.width()));
      case Operand.Imm(long value) -> "$0x%x".formatted(value & insn.width().mask());
      case Operand.Rel(int displacement) -> "0x%x".formatted(end + displacement);
      case Mem mem -> star + memory(mem);
    };
  }

  private static String memory(Mem mem) {
    String segment = mem.gs() ? "%gs:" : "";
    if (mem.ripRelative()) {
      return segment + signed(mem.disp()) + "(%rip)";
    }
    if (mem.base() == null && mem.index() == null) {
      return segment + "0x%x".formatted((long) mem.disp());
    }
    return segment + (mem.dispBytes() == 0 ? "" : signed(mem.disp())) + registers(mem);
  }

  private static String registers(Mem mem) {
    String base = register(mem.base());
    Gpr index = mem.index();
    return index == null
        ? "(%s)".formatted(base)
        : "(%s,%s,%d)".formatted(base, register(index), mem.scale());
  }

  private static String register(@Nullable Gpr gpr) {
    return gpr == null ? "" : "%" + gpr.name(Width.Q);
  }

  private static String signed(int disp) {
    return disp < 0 ? "-0x%x".formatted(-(long) disp) : "0x%x".formatted(disp);
  }

  static String ripTarget(Instruction insn, long end) {
    for (Operand operand : insn.operands()) {
      if (operand instanceof Mem mem && mem.ripRelative()) {
        return "        # 0x%x".formatted(end + mem.disp());
      }
    }
    return "";
  }
}
