package dev.hugetext.x86.cpu;

import java.util.SplittableRandom;

/** Whose turn it is: a strategy of the {@link Scheduler}. */
@FunctionalInterface
public interface TurnOrder {
  /**
   * Chooses among the CPUs that have something to do.
   *
   * @param runnable how many there are, at least 1
   * @param behindLast the place, among the same, of the first one behind the CPU that had the last
   *     turn; {@code runnable} where there is none
   * @return which of them in the order of their numbers, {@code 0 .. runnable - 1}
   */
  int next(int runnable, int behindLast);

  /** One after the other by number, round and round. */
  static TurnOrder roundRobin() {
    return (runnable, behindLast) -> behindLast < runnable ? behindLast : 0;
  }

  /** Any of them, each as likely; the same seed gives the same turns. */
  static TurnOrder random(long seed) {
    var random = new SplittableRandom(seed);
    return (runnable, behindLast) -> random.nextInt(runnable);
  }
}
