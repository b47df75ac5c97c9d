package dev.hugetext.x86.table;

import java.util.List;

/**
 * What may stand at one operand position of a form, named as the SDM names it. Where no size is
 * written, the instruction's {@link Width} is meant.
 */
public enum OperandKind {
  /** Register or memory, in ModRM.rm. */
  RM("r/m"),
  /** Byte register or byte in memory, in ModRM.rm. */
  RM8("r/m8"),
  /** Word register or word in memory, in ModRM.rm. */
  RM16("r/m16"),
  /** Doubleword register or doubleword in memory, in ModRM.rm. */
  RM32("r/m32"),
  /** An address only: ModRM.rm that names memory, which is not accessed. */
  M("m"),
  /** A byte in memory, in ModRM.rm, that is not accessed: a hint about it. */
  M8("m8"),
  /** Register in ModRM.reg. */
  R("r"),
  /** Register in the low three bits of the opcode (with REX.B). */
  R_OPCODE("+r"),
  /** Register in VEX.vvvv. */
  R_VEX("vr"),
  /** The accumulator: AL, AX, EAX or RAX. Not encoded; stands in the operand list. */
  ACC("A"),
  /** The count register CL. Not encoded; stands in the operand list as RCX. */
  CL("CL"),
  /** The constant 1. Not encoded; stands in the operand list. */
  ONE("1"),
  /** An 8-bit immediate, sign-extended to the operand size. */
  IMM8("imm8"),
  /** An 8-bit unsigned count. */
  COUNT8("uimm8"),
  /** An immediate of the size that the encoding says (iz or iv), sign-extended. */
  IMM("imm"),
  /** A signed 8-bit displacement from the end of the instruction. */
  REL8("rel8"),
  /** A signed 32-bit displacement from the end of the instruction. */
  REL32("rel32");

  private final String notation;

  OperandKind(String notation) {
    this.notation = notation;
  }

  /** How a row of {@link Form} writes it. */
  public String notation() {
    return notation;
  }

  /** Whether the instruction reads or writes what a memory operand of this kind names. */
  public boolean isAccessed() {
    return this != M && this != M8;
  }

  /**
   * The size of this operand in an instruction of width {@code width}: the register name to print,
   * or the bytes that memory access touches.
   */
  public Width width(Width width) {
    return switch (this) {
      case RM8, M8, CL -> Width.B;
      case RM16 -> Width.W;
      case RM32 -> Width.D;
      case RM, M, R, R_OPCODE, R_VEX, ACC, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> width;
    };
  }

  /**
   * The kinds that a row's operand column names, e.g. {@code "r/m, imm8"}, in Intel order.
   *
   * @throws IllegalArgumentException for a name that no kind has
   */
  static List<OperandKind> parse(String operands) {
    if (operands.isEmpty()) {
      return List.of();
    }
    return List.of(operands.split(", ", -1)).stream().map(OperandKind::named).toList();
  }

  private static OperandKind named(String notation) {
    for (OperandKind kind : values()) {
      if (kind.notation.equals(notation)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("operand kind \"%s\"".formatted(notation));
  }
}
