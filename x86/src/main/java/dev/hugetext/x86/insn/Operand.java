package dev.hugetext.x86.insn;

import java.util.List;
import java.util.stream.IntStream;

/** One operand of an instruction. Its size is the business of form and width. */
public sealed interface Operand permits Operand.Reg, Operand.Imm, Operand.Rel, Mem {

  /** A general register. */
  record Reg(Gpr gpr) implements Operand {
    private static final List<Reg> ALL =
        IntStream.range(0, 16).mapToObj(n -> new Reg(Gpr.of(n))).toList();

    /** The shared operand for this register. */
    public static Reg of(Gpr gpr) {
      return ALL.get(gpr.ordinal());
    }
  }

  /**
   * An immediate value.
   *
   * @param value sign-extended to 64 bits, as a decoder reads it; an assembler also takes the
   *     unsigned reading of values that are as wide as the operand
   */
  record Imm(long value) implements Operand {}

  /**
   * A branch target.
   *
   * @param displacement in bytes from the end of the instruction
   */
  record Rel(int displacement) implements Operand {}

  /** A register operand. */
  static Reg reg(Gpr gpr) {
    return Reg.of(gpr);
  }

  /** An immediate operand. */
  static Imm imm(long value) {
    return new Imm(value);
  }

  /** A branch target, in bytes from the end of the instruction. */
  static Rel rel(int displacement) {
    return new Rel(displacement);
  }
}
