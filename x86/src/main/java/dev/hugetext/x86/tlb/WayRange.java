package dev.hugetext.x86.tlb;

/**
 * The ways of a set that a page size may use.
 *
 * @param first the lowest of them
 * @param count how many there are
 */
public record WayRange(int first, int count) {
  public WayRange {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("%d ways from %d on".formatted(count, first));
    }
  }

  /** The number of the way behind them. */
  int end() {
    return first + count;
  }

  /** Whether one of them is in {@code [from, to)}. */
  boolean overlaps(int from, int to) {
    return first < to && from < end();
  }
}
