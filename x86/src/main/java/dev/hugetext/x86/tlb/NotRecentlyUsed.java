package dev.hugetext.x86.tlb;

import java.util.Arrays;

/** NRU, see {@link TlbPolicy#NRU}. */
final class NotRecentlyUsed implements Replacement {
  private final int ways;
  private final boolean[] used; // by set and way
  private final int[] usedWays; // of each set

  NotRecentlyUsed(int sets, int ways) {
    this.ways = ways;
    this.used = new boolean[sets * ways];
    this.usedWays = new int[sets];
  }

  @Override
  public void touch(int set, int way) {
    int first = set * ways;
    if (used[first + way]) {
      return;
    }
    used[first + way] = true;
    usedWays[set]++;
    if (usedWays[set] == ways) {
      Arrays.fill(used, first, first + ways, false);
      used[first + way] = true;
      usedWays[set] = 1;
    }
  }

  @Override
  public int victim(int set, WayRange among) {
    for (int way = among.first(); way < among.end(); way++) {
      if (!used[set * ways + way]) {
        return way;
      }
    }
    return among.first();
  }
}
