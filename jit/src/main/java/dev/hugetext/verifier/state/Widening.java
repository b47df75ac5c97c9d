package dev.hugetext.verifier.state;

import dev.hugetext.verifier.state.RegValue.ScalarValue;

/**
 * Forgets numbers that differ from one iteration of a loop without bound to the next and decided
 * nothing so far, so that the loop's states converge.
 */
public final class Widening {
  private Widening() {}

  /** Makes unknown what differs in {@code now} from {@code before}, at the same place. */
  public static void apply(MachineState before, MachineState now) {
    for (int number = before.currentFrame(); number >= 0; number--) {
      Frame old = before.frame(number);
      for (int register = 0; register < Frame.REGISTERS; register++) {
        if (isWidened(old.register(register), now.frame(number).register(register))) {
          now.edit(number).setRegister(register, ScalarValue.UNKNOWN);
        }
      }
      int slots = Math.min(old.slots(), now.frame(number).slots());
      for (int slot = 0; slot < slots; slot++) {
        StackSlot was = old.slot(slot);
        StackSlot is = now.frame(number).slot(slot);
        if (was.holdsScalar() && is.holdsScalar() && isWidened(was.spilled(), is.spilled())) {
          now.edit(number).setSlot(slot, is.withRegister(ScalarValue.UNKNOWN));
        }
      }
    }
  }

  private static boolean isWidened(RegValue before, RegValue now) {
    return before instanceof ScalarValue old
        && now instanceof ScalarValue scalar
        && !old.precise()
        && !scalar.precise()
        && !old.number().sameAs(scalar.number());
  }
}
