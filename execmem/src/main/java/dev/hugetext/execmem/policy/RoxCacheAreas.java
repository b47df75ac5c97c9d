package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.layout.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two range maps of the ROX cache: what is free, and what is busy. First fit by address, cut
 * from the low end; what is freed joins its neighbours. Lengths are whole pages.
 */
final class RoxCacheAreas {
  private final AddressRange range;
  private final TreeMap<Long, Long> free = new TreeMap<>(); // start to length
  private final TreeMap<Long, Long> busy = new TreeMap<>();

  /** Empty maps for memory in {@code range}. */
  RoxCacheAreas(AddressRange range) {
    this.range = range;
  }

  /** Adds memory of which nothing is in use. */
  void addFree(long start, long length) {
    long from = start;
    long size = length;
    Map.Entry<Long, Long> below = free.lowerEntry(start);
    if (below != null && below.getKey() + below.getValue() == start) {
      from = below.getKey();
      size += below.getValue();
    }
    Long above = free.remove(start + length);
    free.put(from, above == null ? size : size + above);
  }

  /** Takes the lowest area that is long enough, makes its low end busy; 0 if none is. */
  long take(long length) {
    long start = lowest(length);
    Long have = start == 0 ? null : free.remove(start);
    if (have == null) {
      return 0;
    }
    if (have > length) {
      free.put(start + length, have - length);
    }
    busy.put(start, length);
    return start;
  }

  private long lowest(long length) {
    for (Map.Entry<Long, Long> area : free.entrySet()) {
      long start = area.getKey();
      // the kernel's comparison of ends is strict: what ends with the range does not count
      boolean inRange = range.contains(start) && range.contains(start + area.getValue());
      if (area.getValue() >= length && inRange) {
        return start;
      }
    }
    return 0;
  }

  /** The length of the busy block that begins at {@code start}, or null. */
  @Nullable Long busyAt(long start) {
    return busy.get(start);
  }

  /** The busy block around {@code address}, or null. */
  @Nullable AddressRange busyAround(long address) {
    Map.Entry<Long, Long> block = busy.floorEntry(address);
    if (block == null || address - block.getKey() >= block.getValue()) {
      return null;
    }
    return AddressRange.of(block.getKey(), block.getValue());
  }

  /** Makes a busy block free. */
  void giveBack(long start) {
    Long length = busy.remove(start);
    if (length == null) {
      throw new IllegalArgumentException("nothing busy at 0x%x".formatted(start));
    }
    addFree(start, length);
  }

  /** Takes a free area out. */
  void forget(long start) {
    free.remove(start);
  }

  /** The free areas by rising address: a copy. */
  List<AddressRange> freeAreas() {
    return copyOf(free);
  }

  /** The busy blocks by rising address: a copy. */
  List<AddressRange> busyAreas() {
    return copyOf(busy);
  }

  private static List<AddressRange> copyOf(Map<Long, Long> areas) {
    List<AddressRange> ranges = new ArrayList<>();
    areas.forEach((start, length) -> ranges.add(AddressRange.of(start, length)));
    return ranges;
  }
}
