package dev.hugetext.x86.tlb;

import java.util.SplittableRandom;

/**
 * Which way of a set is to be replaced next. Touching the way touched last changes nothing: the
 * soft-TLB relies on it.
 */
sealed interface Replacement
    permits FirstInFirstOut, LeastRecentlyUsed, NotRecentlyUsed, RandomWay, TreePlru {
  /** The way was used. */
  void touch(int set, int way);

  /** The way got another page, which is now used. */
  default void replaced(int set, int way) {
    touch(set, way);
  }

  /** The way of these to replace, all of which are taken; to be asked once a replacement. */
  int victim(int set, WayRange among);

  static Replacement of(TlbPolicy policy, int sets, int ways, long seed) {
    return switch (policy) {
      case LRU -> new LeastRecentlyUsed(sets, ways);
      case PLRU -> new TreePlru(sets, ways);
      case NRU -> new NotRecentlyUsed(sets, ways);
      case RANDOM -> new RandomWay(new SplittableRandom(seed));
      case FIFO -> new FirstInFirstOut(sets, ways);
    };
  }
}
