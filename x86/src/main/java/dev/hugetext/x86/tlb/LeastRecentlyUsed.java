package dev.hugetext.x86.tlb;

/** True LRU: each way has the time of its last use. */
final class LeastRecentlyUsed implements Replacement {
  private final int ways;
  private final long[] lastUse;
  private long now;

  LeastRecentlyUsed(int sets, int ways) {
    this.ways = ways;
    this.lastUse = new long[sets * ways];
  }

  @Override
  public void touch(int set, int way) {
    lastUse[set * ways + way] = ++now;
  }

  @Override
  public int victim(int set) {
    int oldest = 0;
    for (int way = 1; way < ways; way++) {
      if (lastUse[set * ways + way] < lastUse[set * ways + oldest]) {
        oldest = way;
      }
    }
    return oldest;
  }
}
