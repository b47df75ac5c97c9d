package dev.hugetext.jit;

/** A program that cannot be compiled: which function and instruction, and why. */
public final class JitException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String function;
  private final int insn;

  JitException(String function, int insn, String why) {
    super("%s: insn %d: %s".formatted(function, insn, why));
    this.function = function;
    this.insn = insn;
  }

  /** Name of the function. */
  public String function() {
    return function;
  }

  /** Index of the slot in its function. */
  public int insn() {
    return insn;
  }
}
