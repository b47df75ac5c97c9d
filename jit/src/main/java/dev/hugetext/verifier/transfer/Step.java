package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.state.MachineState;

/** Where a path goes after an instruction. */
public sealed interface Step {
  /** On, at one place. */
  record Next(int pc) implements Step {}

  /** Two ways: this path goes on at {@code pc}, and {@code other} is yet to be explored. */
  record Fork(int pc, int otherPc, MachineState other) implements Step {}

  /** Into a function: a frame was entered. */
  record Entered(int pc) implements Step {}

  /** Back to a caller: a frame was left. */
  record Returned(int pc) implements Step {}

  /** The program ends. */
  record Exit() implements Step {}
}
