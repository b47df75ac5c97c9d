package dev.hugetext.x86.tlb;

/** A time for each way of each set, and which is the oldest. */
final class Oldest {
  private final int ways;
  private final long[] times;
  private long now;

  Oldest(int sets, int ways) {
    this.ways = ways;
    this.times = new long[sets * ways];
  }

  /** Gives a way the newest time. */
  void note(int set, int way) {
    times[set * ways + way] = ++now;
  }

  /** The way with the oldest time. */
  int oldest(int set, WayRange among) {
    int oldest = among.first();
    for (int way = oldest + 1; way < among.end(); way++) {
      if (times[set * ways + way] < times[set * ways + oldest]) {
        oldest = way;
      }
    }
    return oldest;
  }
}
