package dev.hugetext.x86.disasm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;

/** Intel syntax as {@code objdump -M intel} prints it: destination first, memory with its size. */
final class IntelText {
  private IntelText() {}

  /** The mnemonic without prefixes. */
  static String mnemonic(Instruction insn) {
    Width width = insn.width();
    return switch (insn.form()) {
      case CBW -> width == Width.W ? "cbw" : width == Width.D ? "cwde" : "cdqe";
      case CWD -> width == Width.W ? "cwd" : width == Width.D ? "cdq" : "cqo";
      case NOP -> width == Width.W ? "xchg" : "nop";
      case IBHF -> "repz nop"; // binutils 2.40 does not know it
      case MOV_R_IV -> width == Width.Q ? "movabs" : "mov";
      default -> conditional(insn); // the rows that follow the general rule
    };
  }

  private static String conditional(Instruction insn) {
    String mnemonic = insn.form().mnemonic();
    Condition condition = insn.condition();
    return condition == null ? mnemonic : mnemonic.replace("cc", condition.suffix());
  }

  /**
   * The operands, separated by commas; empty where none is written.
   *
   * @param end address of the byte behind the instruction
   */
  static String operands(Instruction insn, long end) {
    if (insn.form() == Form.NOP) {
      return insn.width() == Width.W ? "ax,ax" : "";
    }
    if (insn.form() == Form.IBHF) {
      return "rax"; // binutils 2.40 reads it as a nop with an operand
    }
    List<OperandKind> kinds = insn.form().operands();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      texts.add(text(insn, kinds.get(i), insn.operand(i), end));
    }
    return String.join(",", texts) + AttOperands.ripTarget(insn, end);
  }

  private static String text(Instruction insn, OperandKind kind, Operand operand, long end) {
    return switch (operand) {
      case Operand.Reg(Gpr gpr) -> gpr.name(kind.width(insn.width()));
      case Operand.Imm(long value) ->
          kind == OperandKind.ONE ? "1" : "0x%x".formatted(value & insn.width().mask());
      case Operand.Rel(int displacement) -> "0x%x".formatted(end + displacement);
      case Mem mem -> size(kind, insn.width()) + memory(mem);
    };
  }

  private static String size(OperandKind kind, Width width) {
    if (kind == OperandKind.M) {
      return "";
    }
    return switch (kind.width(width)) {
      case B -> "BYTE PTR ";
      case W -> "WORD PTR ";
      case D -> "DWORD PTR ";
      case Q -> "QWORD PTR ";
    };
  }

  private static String memory(Mem mem) {
    String segment = mem.gs() ? "gs:" : "";
    if (mem.ripRelative()) {
      return segment + "[rip+0x%x]".formatted((long) mem.disp());
    }
    if (mem.base() == null && mem.index() == null) {
      return (mem.gs() ? segment : "ds:") + "0x%x".formatted((long) mem.disp());
    }
    String displacement = mem.dispBytes() == 0 ? "" : signed(mem.disp());
    return segment + "[" + registers(mem) + displacement + "]";
  }

  private static String registers(Mem mem) {
    List<String> parts = new ArrayList<>();
    Gpr base = mem.base();
    Gpr index = mem.index();
    if (base != null) {
      parts.add(base.name(Width.Q));
    }
    if (index != null) {
      parts.add("%s*%d".formatted(index.name(Width.Q), mem.scale()));
    }
    return String.join("+", parts);
  }

  private static String signed(int disp) {
    return disp < 0 ? "-0x%x".formatted(-(long) disp) : "+0x%x".formatted(disp);
  }
}
