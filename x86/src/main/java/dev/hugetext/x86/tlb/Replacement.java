package dev.hugetext.x86.tlb;

/**
 * Which way of a set is to be replaced next. Touching the way touched last changes nothing: the
 * soft-TLB relies on it.
 */
sealed interface Replacement permits LeastRecentlyUsed, TreePlru {
  /** The way was used. */
  void touch(int set, int way);

  /** The way to replace in a full set; changes nothing. */
  int victim(int set);

  static Replacement of(TlbPolicy policy, int sets, int ways) {
    return switch (policy) {
      case LRU -> new LeastRecentlyUsed(sets, ways);
      case PLRU -> new TreePlru(sets, ways);
    };
  }
}
