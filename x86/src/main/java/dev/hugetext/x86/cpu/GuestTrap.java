package dev.hugetext.x86.cpu;

import java.io.Serial;

/**
 * A trap on its way out of a memory access or an instruction to whoever runs the CPU. Carries no
 * stack trace; never leaves {@link Engine#run}.
 */
public final class GuestTrap extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Trap trap;

  /** Traps at an instruction. */
  public GuestTrap(Trap trap) {
    super(trap.toString(), null, false, false);
    this.trap = trap;
  }

  /** What happened; its RIP is the CPU's when it happened. */
  public Trap trap() {
    return trap;
  }
}
