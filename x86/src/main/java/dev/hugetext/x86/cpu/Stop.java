package dev.hugetext.x86.cpu;

/** Why an engine returned. */
public sealed interface Stop {
  /** The CPU reached an address whose host call is {@link HostCall#EXIT}. */
  record Returned() implements Stop {}

  /** All fuel was used; the CPU stands before its next instruction. */
  record OutOfFuel() implements Stop {}

  /** A trap that no {@link TrapHandler} handled. */
  record Trapped(Trap trap) implements Stop {}
}
