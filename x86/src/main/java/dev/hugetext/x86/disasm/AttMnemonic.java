package dev.hugetext.x86.disasm;

import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;

/** AT&amp;T mnemonics: Intel's, with a size suffix where no register operand says the size. */
final class AttMnemonic {
  private AttMnemonic() {}

  /** The mnemonic without prefixes, e.g. {@code addl}. */
  static String of(Instruction insn) {
    return switch (insn.form()) {
      case CBW -> signExtensionInAx(insn.width());
      case CWD -> signExtension(insn.width());
      case MOVZX_R_RM8, MOVZX_R_RM16 -> "movz" + extension(insn);
      case MOVSX_R_RM8, MOVSX_R_RM16, MOVSXD_R_RM32 -> "movs" + extension(insn);
      default -> IntelText.mnemonic(insn) + suffix(insn); // the rows that follow the general rule
    };
  }

  private static String signExtensionInAx(Width width) {
    return switch (width) {
      case B -> throw new IllegalArgumentException("CBW of a byte");
      case W -> "cbtw";
      case D -> "cwtl";
      case Q -> "cltq";
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

  private static String suffix(Instruction insn) {
    Form form = insn.form();
    boolean sized =
        isOfOneSize(form.effect()) || form.operands().stream().anyMatch(AttMnemonic::saysSize);
    boolean memory = insn.operands().stream().anyMatch(Mem.class::isInstance);
    return memory && !sized ? letter(insn.width()) : "";
  }

  private static boolean isOfOneSize(Effect effect) {
    return effect == Effect.JUMP
        || effect == Effect.CALL
        || effect == Effect.PUSH
        || effect == Effect.POP;
  }

  private static boolean saysSize(OperandKind kind) {
    return switch (kind) {
      case R, R_OPCODE, R_VEX, ACC, RM8, M8 -> true; // of one size, or with it in the mnemonic
      case RM, RM16, RM32, M, CL, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> false;
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
