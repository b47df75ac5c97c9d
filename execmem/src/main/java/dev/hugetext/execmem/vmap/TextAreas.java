package dev.hugetext.execmem.vmap;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Disjoint areas in a stretch of less than 2 GiB, ordered by address: all that {@code call rel32}
 * reaches. For each 4 KiB page there is one array with the areas that start in it, so that finding,
 * adding and taking an area touches that array only, where a tree has a miss of the host's caches
 * on each of its levels. Measured by {@code ExecmemChurnBench}.
 *
 * <p>An area is one number: its offset from the start of the stretch above its size, both in bytes
 * and below 2^31. Not thread safe: whoever owns it owns its lock.
 */
final class TextAreas {
  /** No area. */
  static final long NONE = -1;

  private static final int PAGE_SHIFT = 12;

  /** Pages are kept by the large page, 2 MiB, which they are part of. */
  private static final int LARGE_SHIFT = 9;

  private static final int PAGES = 1 << LARGE_SHIFT;

  private static final int LARGE_PAGES = 1 << (Integer.SIZE - 1 - PAGE_SHIFT - LARGE_SHIFT);

  /** Room in the first array of a page. */
  private static final int FEW = 4;

  /** The array of a page in which nothing ever started. */
  private static final long[] NOTHING = {0};

  private final @Nullable LargePage[] largePages = new @Nullable LargePage[LARGE_PAGES];
  private final BitSet used = new BitSet(LARGE_PAGES); // large pages in which some area starts
  private int count;

  /** The pages of a large page. */
  private static final class LargePage {
    /** By page: how many areas start in it, then these, then room for more. */
    final long[][] areas = new long[PAGES][];

    final BitSet used = new BitSet(PAGES); // pages in which some area starts

    LargePage() {
      Arrays.fill(areas, NOTHING);
    }
  }

  /** The area of {@code size} bytes at {@code offset}. */
  static long area(long offset, long size) {
    if (offset < 0 || size <= 0 || offset > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("0x%x bytes at 0x%x of 2 GiB".formatted(size, offset));
    }
    return offset << Integer.SIZE | size;
  }

  /** The offset of its first byte. */
  static long start(long area) {
    return area >>> Integer.SIZE;
  }

  /** Its length in bytes. */
  static int size(long area) {
    return (int) area;
  }

  /** The offset behind its last byte. */
  static long end(long area) {
    return start(area) + size(area);
  }

  /** The number of the page, from the start of the stretch, in which an offset lies. */
  static int page(long offset) {
    return (int) (offset >>> PAGE_SHIFT);
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** How many start in a page. */
  int countIn(int page) {
    return (int) onPage(page)[0];
  }

  /** The area with number {@code i}, from 0, of those that start in a page. */
  long areaIn(int page, int i) {
    return onPage(page)[1 + i];
  }

  private long[] onPage(int page) {
    LargePage large = largePages[page >>> LARGE_SHIFT];
    return large == null ? NOTHING : large.areas[page & PAGES - 1];
  }

  /** The place of the last area that starts at or below {@code offset}; 0 if none does. */
  private static int place(long[] areas, long offset) {
    long limit = offset + 1 << Integer.SIZE;
    int place = 0;
    for (int n = (int) areas[0]; n > 0; ) {
      int half = (n + 1) >>> 1;
      place +=
          half & (int) (areas[place + half] - limit >> Long.SIZE - 1); // no branch to mispredict
      n -= half;
    }
    return place;
  }

  /** The last area that starts at or below {@code offset}. */
  long floor(long offset) {
    int page = page(offset);
    long[] areas = onPage(page);
    int place = place(areas, offset);
    return place > 0 ? areas[place] : lastBelow(page);
  }

  /** The first area that starts above {@code offset}. */
  long above(long offset) {
    int page = page(offset);
    long[] areas = onPage(page);
    int place = place(areas, offset) + 1;
    return place <= areas[0] ? areas[place] : firstAbove(page);
  }

  /** The area that contains {@code offset}. */
  long containing(long offset) {
    long floor = floor(offset);
    return floor != NONE && offset < end(floor) ? floor : NONE;
  }

  private long lastBelow(int page) {
    LargePage large = largePages[page >>> LARGE_SHIFT];
    int inLarge = page & PAGES - 1;
    int below = large == null || inLarge == 0 ? -1 : large.used.previousSetBit(inLarge - 1);
    if (below < 0) {
      int at = page < PAGES ? -1 : used.previousSetBit((page >>> LARGE_SHIFT) - 1);
      large = at < 0 ? null : largePages[at];
      below = PAGES - 1;
    }
    if (large == null) {
      return NONE;
    }
    long[] areas = large.areas[large.used.previousSetBit(below)];
    return areas[(int) areas[0]];
  }

  private long firstAbove(int page) {
    LargePage large = largePages[page >>> LARGE_SHIFT];
    int above = large == null ? -1 : large.used.nextSetBit((page & PAGES - 1) + 1);
    if (above < 0) {
      int at = used.nextSetBit((page >>> LARGE_SHIFT) + 1);
      large = at < 0 ? null : largePages[at];
      above = 0;
    }
    return large == null ? NONE : large.areas[large.used.nextSetBit(above)][1];
  }

  /**
   * Adds an area.
   *
   * @throws IllegalStateException if it overlaps one that is here
   */
  void insert(long area) {
    int page = page(start(area));
    LargePage large = largePage(page);
    long[] areas = withRoom(large, page & PAGES - 1);
    int place = place(areas, start(area));
    requireApart(place > 0 ? areas[place] : lastBelow(page), area);
    requireApart(area, place < areas[0] ? areas[place + 1] : firstAbove(page));
    int behind = (int) areas[0] - place;
    System.arraycopy(areas, place + 1, areas, place + 2, behind);
    areas[place + 1] = area;
    if (areas[0]++ == 0) {
      large.used.set(page & PAGES - 1);
      used.set(page >>> LARGE_SHIFT);
    }
    count++;
  }

  /** The large page that a page is part of, made if it was not yet used. */
  private LargePage largePage(int page) {
    LargePage large = largePages[page >>> LARGE_SHIFT];
    if (large == null) {
      large = new LargePage();
      largePages[page >>> LARGE_SHIFT] = large;
    }
    return large;
  }

  /**
   * Adds an area and joins it with those that it touches.
   *
   * @return the area that it is now part of
   * @throws IllegalStateException if it overlaps one that is here
   */
  long join(long area) {
    int page = page(start(area));
    long[] areas = onPage(page);
    int place = place(areas, start(area));
    boolean belowHere = place > 0;
    boolean aboveHere = place < areas[0];
    long below = belowHere ? areas[place] : lastBelow(page);
    long above = aboveHere ? areas[place + 1] : firstAbove(page);
    requireApart(below, area);
    requireApart(area, above);
    boolean joinsBelow = below != NONE && end(below) == start(area);
    boolean joinsAbove = above != NONE && start(above) == end(area);
    long start = joinsBelow ? start(below) : start(area);
    long joined = area(start, (joinsAbove ? end(above) : end(area)) - start);
    if (joinsBelow && belowHere && !joinsAbove) {
      areas[place] = joined;
    } else if (joinsAbove && aboveHere && !joinsBelow) {
      areas[place + 1] = joined; // it begins in the same page, behind the one below
    } else {
      joinElsewhere(joinsBelow ? below : NONE, joinsAbove ? above : NONE, joined);
    }
    return joined;
  }

  /** Puts an area in the place of those that are given; none, one of any page, or two. */
  private void joinElsewhere(long below, long above, long joined) {
    if (above != NONE) {
      remove(above);
    }
    if (below != NONE) {
      replace(below, joined);
    } else {
      insert(joined);
    }
  }

  /** The array of a page, with room for one more. */
  private static long[] withRoom(LargePage large, int page) {
    long[] areas = large.areas[page];
    if (areas[0] + 1 == areas.length) {
      areas = Arrays.copyOf(areas, areas.length + Math.max(FEW, areas.length / 2));
      large.areas[page] = areas;
    }
    return areas;
  }

  private static void requireApart(long low, long high) {
    if (low != NONE && high != NONE && end(low) > start(high)) {
      throw new IllegalStateException("%s overlaps %s".formatted(text(low), text(high)));
    }
  }

  /**
   * Takes an area out.
   *
   * @throws IllegalStateException if it is not here
   */
  void remove(long area) {
    int page = page(start(area));
    long[] areas = onPage(page);
    int place = placeOf(areas, area);
    System.arraycopy(areas, place + 1, areas, place, (int) areas[0] - place);
    if (--areas[0] == 0) {
      forget(page);
    }
    count--;
  }

  /** Nothing starts in a page any more. */
  private void forget(int page) {
    LargePage large = largePage(page);
    large.used.clear(page & PAGES - 1);
    if (large.used.isEmpty()) {
      used.clear(page >>> LARGE_SHIFT);
    }
  }

  /**
   * Puts another area in the place of one, with no third between or in them.
   *
   * @throws IllegalStateException if {@code area} is not here
   */
  void replace(long area, long by) {
    int page = page(start(area));
    if (page == page(start(by))) {
      long[] areas = onPage(page);
      areas[placeOf(areas, area)] = by;
    } else {
      remove(area);
      insert(by);
    }
  }

  private static int placeOf(long[] areas, long area) {
    int place = place(areas, start(area));
    if (place == 0 || areas[place] != area) {
      throw new IllegalStateException("no area %s".formatted(text(area)));
    }
    return place;
  }

  private static String text(long area) {
    return "[0x%x, 0x%x)".formatted(start(area), end(area));
  }

  /** What is told of an area. */
  interface Visitor {
    void area(long area);
  }

  /** Visits every area by rising address; nothing may change meanwhile. */
  void forEach(Visitor visitor) {
    for (long area = countIn(0) > 0 ? areaIn(0, 0) : firstAbove(0);
        area != NONE;
        area = above(start(area))) {
      visitor.area(area);
    }
  }
}
