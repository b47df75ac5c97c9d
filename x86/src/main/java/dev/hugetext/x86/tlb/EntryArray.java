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
 * entry as the walk combined it, its address that of the page (or piece) held. A piece of a larger
 * page goes with the whole page (SDM volume 3, 4.10.4.1: INVLPG drops all entries of a page), so
 * the size of that page is kept, too.
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
  private final byte[] mappedSizes; // ordinal of the size of the page that it is, or is a piece of
  private final Replacement replacement;
  private boolean mayHold; // false: empty, so that a flush has nothing to look for
  private boolean mayHoldLocal; // false: nothing but global translations
  private boolean mayHoldPieces; // false: nothing but whole pages
  private final int[] hints = new int[HINTS]; // where a tag was seen last: saves the scan

  EntryArray(TlbArray geometry, TlbPolicy policy, long seed) {
    this.geometry = geometry;
    this.ways = geometry.ways();
    this.sizes =
        Stream.of(PageSize.values()).filter(geometry.sizes()::contains).toArray(PageSize[]::new);
    this.tags = new long[geometry.entries()];
    this.translations = new long[geometry.entries()];
    this.mappedSizes = new byte[geometry.entries()];
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

  /** The size of the page that the slot holds, or holds a piece of. */
  PageSize mappedSize(int slot) {
    return SIZES[mappedSizes[slot]];
  }

  /**
   * Puts a translation into its set, in the place of the victim, as the set's last used.
   *
   * @param size in which it is held
   * @param mapped size of the page that it is, or is a piece of
   */
  int insert(long va, PageSize size, long translation, PageSize mapped) {
    int set = geometry.set(va, size);
    int way = freeWay(set, Objects.requireNonNull(waysFor[size.ordinal()], "not held here"));
    int slot = set * ways + way;
    tags[slot] = tag(va, size);
    translations[slot] = translation;
    mappedSizes[slot] = (byte) mapped.ordinal();
    mayHold = true;
    mayHoldPieces |= mapped != size;
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
      mayHoldPieces = false;
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

  /** Drops every page, with all its pieces, that overlaps {@code [start, end)}, unsigned. */
  void invalidateRange(long start, long end) {
    if (!mayHold || start == end) {
      return;
    }
    long first = PageSize.KIB_4.base(start);
    long last = PageSize.KIB_4.base(end - 1);
    long pages = ((last - first) >>> PageSize.KIB_4.shift()) + 1;
    if (pages > FEW_PAGES || mayHoldPieces) {
      scan(start, end - 1);
      return;
    }
    for (long i = 0; i < pages; i++) {
      invalidatePage(first + i * PageSize.KIB_4.bytes());
    }
  }

  private void scan(long start, long last) {
    for (int slot = 0; slot < tags.length; slot++) {
      if (tags[slot] != INVALID) {
        PageSize mapped = mappedSize(slot);
        long first = mapped.base((tags[slot] >>> 2) << size(slot).shift());
        boolean before = Long.compareUnsigned(first + mapped.bytes() - 1, start) < 0;
        boolean behind = Long.compareUnsigned(first, last) > 0;
        if (!before && !behind) {
          tags[slot] = INVALID;
        }
      }
    }
  }
}
