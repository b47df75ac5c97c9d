package dev.hugetext.x86.cpu;

/** The guest kernel's trap entry, in Java. */
@FunctionalInterface
public interface TrapHandler {
  /** Handles nothing: every trap stops the engine. */
  TrapHandler NONE = (trap, cpu) -> false;

  /**
   * Looks at a trap; the CPU's state is exact.
   *
   * @return true if the state was changed so that the CPU can go on from its RIP
   */
  boolean handle(Trap trap, Cpu cpu);
}
