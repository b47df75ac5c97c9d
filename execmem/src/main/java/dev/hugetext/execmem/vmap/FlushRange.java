package dev.hugetext.execmem.vmap;

/**
 * The smallest range that covers several, for one flush; empty while it covers none.
 *
 * @param start first byte, the highest address while empty
 * @param end first byte after it, 0 while empty
 */
record FlushRange(long start, long end) {
  static final FlushRange NONE = new FlushRange(-1, 0);

  FlushRange with(long from, long to) {
    long low = Long.compareUnsigned(from, start) < 0 ? from : start;
    long high = Long.compareUnsigned(to, end) > 0 ? to : end;
    return low == start && high == end ? this : new FlushRange(low, high);
  }

  boolean isEmpty() {
    return Long.compareUnsigned(start, end) >= 0;
  }
}
