package dev.hugetext.bpf.isa;

/** The right operand of an operation. */
public sealed interface Source {
  /** An immediate; 64-bit operations sign-extend it. */
  record Imm(int value) implements Source {}

  /** A register. */
  record FromReg(Reg reg) implements Source {}
}
