package dev.hugetext.loader.run;

import java.util.SplittableRandom;

/**
 * Modelled time since boot. Deterministic: the seed says when the first look is, and each look
 * moves time on by a fixed step, so that programs that measure intervals see it pass.
 */
final class KernelClock {
  private static final long SECOND = 1_000_000_000L;

  /**
   * Modelled cost of one look at the clock, ns: what {@code ktime_get} costs on current machines.
   */
  private static final long STEP = 25;

  private long nanos;

  /** A clock that stands at a time from one second to an hour, as the seed says. */
  KernelClock(long seed) {
    nanos = new SplittableRandom(seed).nextLong(SECOND, 3600 * SECOND);
  }

  long read() {
    nanos += STEP;
    return nanos;
  }

  /** Lets time pass. */
  void advance(long by) {
    nanos += by;
  }
}
