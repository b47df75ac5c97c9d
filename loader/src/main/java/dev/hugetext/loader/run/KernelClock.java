package dev.hugetext.loader.run;

/**
 * Modelled time since boot. Deterministic: it does not follow the host's clock but moves on by a
 * fixed step at each look, so that programs that measure intervals see time pass.
 */
final class KernelClock {
  private static final long AT_BOOT = 1_000_000_000L;

  /**
   * Modelled cost of one look at the clock, ns: what {@code ktime_get} costs on current machines.
   */
  private static final long STEP = 25;

  private long nanos = AT_BOOT;

  long read() {
    nanos += STEP;
    return nanos;
  }
}
