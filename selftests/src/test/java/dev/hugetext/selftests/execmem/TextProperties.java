package dev.hugetext.selftests.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Every policy does what its model says, and breaks no law after any step. */
class TextProperties {
  private static final int STEPS = 2000;

  /** 100 kernels, 200,000 operations; a seed is no number that could be made simpler. */
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void everyStepIsAsTheModelSays(@ForAll long seed) {
    assertEquals(Optional.empty(), TextSuite.trial(seed, STEPS));
  }
}
