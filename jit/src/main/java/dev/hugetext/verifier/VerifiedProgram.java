package dev.hugetext.verifier;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RewrittenProgram;

/**
 * A program that was found safe. Only the verifier makes one, and the compiler takes what it holds:
 * unverified code does not reach it.
 */
public final class VerifiedProgram {
  private final BpfProgram program;
  private final RewrittenProgram rewritten;

  VerifiedProgram(BpfProgram program, RewrittenProgram rewritten) {
    this.program = program;
    this.rewritten = rewritten;
  }

  /** The program as it was given. */
  public BpfProgram program() {
    return program;
  }

  /** What is compiled: its functions after rewriting, with their stack depths in bytes. */
  public RewrittenProgram rewritten() {
    return rewritten;
  }
}
