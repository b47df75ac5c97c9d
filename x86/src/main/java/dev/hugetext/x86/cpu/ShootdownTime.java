package dev.hugetext.x86.cpu;

/**
 * What flushes and interrupts cost in the {@link ShootdownModel}, in nanoseconds, all CPUs
 * together.
 *
 * @param waited by the CPUs that asked, their own flushes included
 * @param stolen from the CPUs that were interrupted
 */
public record ShootdownTime(double waited, double stolen) {
  /** What was added since {@code earlier}. */
  public ShootdownTime minus(ShootdownTime earlier) {
    return new ShootdownTime(waited - earlier.waited, stolen - earlier.stolen);
  }
}
