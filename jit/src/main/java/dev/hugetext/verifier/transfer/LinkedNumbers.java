package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.ScalarAlu;
import dev.hugetext.verifier.state.Link;
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
      if (!itself
          && linked.value(state, i) instanceof ScalarValue other
          && other.id() == known.id()
          && !mixesWidths(known, other)) {
        linked.setValue(state, i, moved(known, other));
      }
    }
  }

  /** What was added in 32 bits says nothing of what was added in 64. */
  private static boolean mixesWidths(ScalarValue a, ScalarValue b) {
    return a.isShifted() && b.isShifted() && a.link() != b.link();
  }

  private static ScalarValue moved(ScalarValue known, ScalarValue other) {
    if (!known.isShifted() && !other.isShifted() || known.delta() == other.delta()) {
      return known;
    }
    long distance = (long) other.delta() - known.delta();
    boolean is32 = known.link() == Link.PLUS_32 || other.link() == Link.PLUS_32;
    Scalar number = ScalarAlu.add(known.number(), Scalar.of(distance), is32);
    return new ScalarValue(number, other.id(), other.delta(), other.link(), known.precise());
  }
}
