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
  private final int contextBytes;

  VerifiedProgram(BpfProgram program, RewrittenProgram rewritten, int contextBytes) {
    this.program = program;
    this.rewritten = rewritten;
    this.contextBytes = contextBytes;
  }

  /** The program as it was given. */
  public BpfProgram program() {
    return program;
  }

  /** How far into its context it looks, bytes from the start ({@code max_ctx_offset}). */
  public int contextBytes() {
    return contextBytes;
  }

  /** What is compiled: its functions after rewriting, with their stack depths in bytes. */
  public RewrittenProgram rewritten() {
    return rewritten;
  }
}
