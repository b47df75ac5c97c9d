package dev.hugetext.x86.disasm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;

/** AT&amp;T mnemonics: Intel's, with a size suffix where no register operand says the size. */
final class AttMnemonic {
  private AttMnemonic() {}

  /** The mnemonic with its prefixes, e.g. {@code lock addl}. */
  static String of(Instruction insn) {
    return (insn.lock() ? "lock " : "") + (insn.bareRex() ? "rex " : "") + withoutPrefix(insn);
  }

  private static String withoutPrefix(Instruction insn) {
    return switch (insn.form()) {
      case CWD -> signExtension(insn.width());
      case NOP -> insn.width() == Width.W ? "xchg" : "nop";
      case NOP_CS_RM -> "cs nop" + suffix(insn);
      case NOP_DATA16_CS_RM -> "data16 cs nop" + suffix(insn);
      case IBHF -> "repz nop"; // binutils 2.40 does not know it
      case MOV_R_IV -> insn.width() == Width.Q ? "movabs" : "mov";
      case MOVZX_R_RM8, MOVZX_R_RM16 -> "movz" + extension(insn);
      case MOVSX_R_RM8, MOVSX_R_RM16, MOVSXD_R_RM32 -> "movs" + extension(insn);
      default -> conditional(insn) + suffix(insn); // the rows that follow the general rule
    };
  }

  private static String signExtension(Width width) {
    return switch (width) {
      case B -> throw new IllegalArgumentException("CWD of a byte");
      case W -> "cwtd";
      case D -> "cltd";
      case Q -> "cqto";
    };
  }

  private static String extension(Instruction insn) {
    Width source = insn.form().operands().get(1).width(insn.width());
    return letter(source) + letter(insn.width());
  }

  private static String conditional(Instruction insn) {
    String mnemonic = insn.form().mnemonic();
    Condition condition = insn.condition();
    return condition == null ? mnemonic : mnemonic.replace("cc", condition.suffix());
  }

  private static String suffix(Instruction insn) {
    Form form = insn.form();
    boolean branch = form.effect() == Effect.JUMP || form.effect() == Effect.CALL;
    boolean sized = branch || form.operands().stream().anyMatch(AttMnemonic::saysSize);
    boolean memory = insn.operands().stream().anyMatch(Mem.class::isInstance);
    return memory && !sized ? letter(insn.width()) : "";
  }

  private static boolean saysSize(OperandKind kind) {
    return switch (kind) {
      case R, R_OPCODE, R_VEX, ACC -> true;
      case RM, RM8, RM16, RM32, M, CL, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> false;
    };
  }

  private static String letter(Width width) {
    return switch (width) {
      case B -> "b";
      case W -> "w";
      case D -> "l";
      case Q -> "q";
    };
  }
}
