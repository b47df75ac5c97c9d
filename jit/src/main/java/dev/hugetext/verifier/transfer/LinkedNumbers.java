package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.domain.ScalarAlu;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/** What a comparison taught about one register, handed on to its copies. */
final class LinkedNumbers {
  private LinkedNumbers() {}

  /** Gives every linked place with the id of {@code register} that register's number. */
  static void synchronise(MachineState state, int register, LinkedRegisters linked) {
    if (!(state.register(register) instanceof ScalarValue known) || known.id() == 0) {
      return;
    }
    for (int i = 0; i < linked.size(); i++) {
      boolean itself =
          !linked.isSlot(i)
              && linked.frame(i) == state.currentFrame()
              && linked.index(i) == register;
      if (!itself && linked.value(state, i) instanceof ScalarValue other && other.id() == known.id()) {
        linked.setValue(state, i, moved(known, other));
      }
    }
  }

  private static ScalarValue moved(ScalarValue known, ScalarValue other) {
    if (!known.shifted() && !other.shifted() || known.delta() == other.delta()) {
      return known;
    }
    long distance = (long) other.delta() - known.delta();
    return new ScalarValue(
        ScalarAlu.addUnsettled(known.number(), distance),
        other.id(),
        other.delta(),
        other.shifted(),
        known.precise());
  }
}
