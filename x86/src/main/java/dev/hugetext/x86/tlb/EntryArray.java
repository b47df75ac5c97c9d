package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one {@link TlbArray}: for each slot (set * ways + way) a tag and a translation.
 *
 * <p>A tag is the page number and the page size in its two lowest bits. A translation is the leaf
 * entry as the walk combined it, its address that of the page (or piece) held.
 */
final class EntryArray {
  private static final PageSize[] SIZES = PageSize.values();
  private static final long INVALID = -1;
  private static final int HINTS = 256;
  private static final int FEW_PAGES = 64; // up to here looking each page up beats a full scan

  private final TlbArray geometry;
  private final int ways;
  private final PageSize[] sizes;
  private final @Nullable WayRange[] waysFor = new @Nullable WayRange[SIZES.length];
  private final long[] tags;
  private final long[] translations;
  private final Replacement replacement;
  private boolean mayHold; // false: empty, so that a flush has nothing to look for
  private boolean mayHoldLocal; // false: nothing but global translations
  private final int[] hints = new int[HINTS]; // where a tag was seen last: saves the scan

  EntryArray(TlbArray geometry, TlbPolicy policy, long seed) {
    this.geometry = geometry;
    this.ways = geometry.ways();
    this.sizes =
        Stream.of(PageSize.values()).filter(geometry.sizes()::contains).toArray(PageSize[]::new);
    this.tags = new long[geometry.entries()];
    this.translations = new long[geometry.entries()];
    this.replacement = Replacement.of(policy, geometry.sets(), ways, seed);
    Arrays.fill(tags, INVALID);
    geometry.held().forEach((size, among) -> waysFor[size.ordinal()] = among);
  }

  int sets() {
    return geometry.sets();
  }

  boolean holds(PageSize size) {
    return geometry.sizes().contains(size);
  }

  private static long tag(long va, PageSize size) {
    return ((va >>> size.shift()) << 2) | size.ordinal();
  }

  /** The slot that translates {@code va}, or -1. Changes nothing but hints. */
  int find(long va) {
    for (PageSize size : sizes) {
      int slot = find(va, size);
      if (slot >= 0) {
        return slot;
      }
    }
    return -1;
  }

  private int find(long va, PageSize size) {
    long tag = tag(va, size);
    int hint = (int) (tag ^ (tag >>> 10)) & (HINTS - 1);
    if (tags[hints[hint]] == tag) {
      return hints[hint];
    }
    int first = geometry.set(va, size) * ways;
    for (int slot = first; slot < first + ways; slot++) {
      if (tags[slot] == tag) {
        hints[hint] = slot;
        return slot;
      }
    }
    return -1;
  }

  int setOf(int slot) {
    return slot / ways;
  }

  /** Notes a use of the slot. */
  void touch(int slot) {
    replacement.touch(slot / ways, slot % ways);
  }

  long translation(int slot) {
    return translations[slot];
  }

  void replaceTranslation(int slot, long translation) {
    translations[slot] = translation;
  }

  PageSize size(int slot) {
    return SIZES[(int) tags[slot] & 3];
  }

  /** Puts a translation into its set, in the place of the victim, as the set's last used. */
  int insert(long va, PageSize size, long translation) {
    int set = geometry.set(va, size);
    int way = freeWay(set, Objects.requireNonNull(waysFor[size.ordinal()], "not held here"));
    int slot = set * ways + way;
    tags[slot] = tag(va, size);
    translations[slot] = translation;
    mayHold = true;
    mayHoldLocal |= (translation & Pte.G) == 0;
    replacement.replaced(set, way);
    return slot;
  }

  private int freeWay(int set, WayRange among) {
    for (int way = among.first(); way < among.end(); way++) {
      if (tags[set * ways + way] == INVALID) {
        return way;
      }
    }
    return replacement.victim(set, among);
  }

  private void invalidatePage(long va) {
    for (int slot = find(va); slot >= 0; slot = find(va)) {
      tags[slot] = INVALID;
    }
  }

  void invalidateAll() {
    if (mayHold) {
      Arrays.fill(tags, INVALID);
      mayHold = false;
      mayHoldLocal = false;
    }
  }

  /** Drops what is not global. */
  void invalidateLocal() {
    if (!mayHoldLocal) {
      return;
    }
    mayHoldLocal = false;
    for (int slot = 0; slot < tags.length; slot++) {
      if ((translations[slot] & Pte.G) == 0) {
        tags[slot] = INVALID;
      }
    }
  }

  /** Drops every translation that overlaps {@code [start, end)}, unsigned. */
  void invalidateRange(long start, long end) {
    if (!mayHold) {
      return;
    }
    if (Long.compareUnsigned(end - start, FEW_PAGES * PageSize.KIB_4.bytes()) <= 0) {
      for (long va = start; va != end; va += Math.min(end - va, PageSize.KIB_4.bytes())) {
        invalidatePage(va);
      }
      return;
    }
    for (int slot = 0; slot < tags.length; slot++) {
      if (tags[slot] != INVALID) {
        PageSize size = size(slot);
        long first = (tags[slot] >>> 2) << size.shift();
        long last = first + size.bytes() - 1;
        boolean before = Long.compareUnsigned(last, start) < 0;
        boolean behind = Long.compareUnsigned(first, end - 1) > 0;
        if (!before && !behind) {
          tags[slot] = INVALID;
        }
      }
    }
  }
}
