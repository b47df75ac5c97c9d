package dev.hugetext.jit;

/** How the kernel jumps to an address in a register, by its mitigation against Spectre v2. */
public enum IndirectJumps {
  /** Through {@code __x86_indirect_thunk_REG}. */
  RETPOLINE,
  /** {@code lfence} before the jump. */
  LFENCE,
  /** The jump itself, and a breakpoint behind it. */
  PLAIN
}
