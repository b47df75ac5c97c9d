package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.List;
import java.util.stream.IntStream;

/** One level of a TLB: arrays that are looked up together. */
final class Level {
  private final EntryArray[] arrays;

  /**
   * An empty level.
   *
   * @param seed of what is random in it, another one for each array
   */
  Level(List<TlbArray> geometry, TlbPolicy policy, long seed) {
    arrays =
        IntStream.range(0, geometry.size())
            .mapToObj(i -> new EntryArray(geometry.get(i), policy, seed + i))
            .toArray(EntryArray[]::new);
  }

  /** All of them, not to be changed. */
  EntryArray[] arrays() {
    return arrays;
  }

  /** The size in which a page of {@code size} is held here: its own, or that of its pieces. */
  PageSize heldAs(PageSize size) {
    for (EntryArray array : arrays) {
      if (array.holds(size)) {
        return size;
      }
    }
    return heldAs(size.smaller()); // every level holds 4 KiB pages
  }

  /** The number of the array for pages of a size that is held. */
  int holder(PageSize held) {
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i].holds(held)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no array for %s pages".formatted(held));
  }

  void invalidateAll() {
    for (EntryArray array : arrays) {
      array.invalidateAll();
    }
  }

  void invalidateLocal() {
    for (EntryArray array : arrays) {
      array.invalidateLocal();
    }
  }

  void invalidateRange(long start, long end) {
    for (EntryArray array : arrays) {
      array.invalidateRange(start, end);
    }
  }
}
