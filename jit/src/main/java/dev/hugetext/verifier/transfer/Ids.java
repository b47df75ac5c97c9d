package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/** Names for numbers that are about to be copied, so that copies learn together. */
final class Ids {
  private Ids() {}

  /**
   * The value with an id; constants and pointers need none, and a shifted number gets a new one.
   */
  static RegValue named(RegValue value, Exploration exploration) {
    if (!(value instanceof ScalarValue scalar)) {
      return value;
    }
    ScalarValue plain = scalar.isShifted() ? scalar.withId(0) : scalar;
    boolean needed = plain.id() == 0 && !plain.number().isConst();
    return needed ? plain.withId(exploration.freshId()) : plain;
  }
}
