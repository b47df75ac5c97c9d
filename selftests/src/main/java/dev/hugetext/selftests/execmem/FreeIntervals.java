package dev.hugetext.selftests.execmem;

import java.util.Map;
import java.util.TreeMap;

/** Free address ranges that join when they touch; the obvious way. */
final class FreeIntervals {
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  /** Adds a free range, and returns the start of what it has become part of. */
  long give(long start, long end) {
    long low = start;
    long high = end;
    Map.Entry<Long, Long> below = endByStart.lowerEntry(start);
    if (below != null && below.getValue() == start) {
      low = below.getKey();
    }
    Long above = endByStart.remove(end);
    high = above == null ? high : above;
    endByStart.put(low, high);
    return low;
  }

  /** The lowest aligned place for a block; 0 if there is none. */
  long lowest(long size, long align) {
    for (Map.Entry<Long, Long> range : endByStart.entrySet()) {
      long start = (range.getKey() + align - 1) & -align;
      if (start + size <= range.getValue()) {
        return start;
      }
    }
    return 0;
  }

  /** Takes a range out of the free one that holds it. */
  void take(long start, long end) {
    Map.Entry<Long, Long> range = endByStart.floorEntry(start);
    if (range == null || range.getValue() < end) {
      throw new IllegalStateException("[0x%x, 0x%x) is not free".formatted(start, end));
    }
    endByStart.remove(range.getKey());
    if (range.getKey() < start) {
      endByStart.put(range.getKey(), start);
    }
    if (end < range.getValue()) {
      endByStart.put(end, range.getValue());
    }
  }

  /** Where the free range ends that begins at {@code start}. */
  long endOf(long start) {
    Long end = endByStart.get(start);
    if (end == null) {
      throw new IllegalStateException("nothing free begins at 0x%x".formatted(start));
    }
    return end;
  }

  /** Whether all of a range is free. */
  boolean covers(long start, long end) {
    Map.Entry<Long, Long> range = endByStart.floorEntry(start);
    return range != null && end <= range.getValue();
  }

  /** All ranges, start to end: the map itself, to be read. */
  Map<Long, Long> ranges() {
    return endByStart;
  }
}
