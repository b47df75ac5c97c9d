package dev.hugetext.execmem.vmap;

import org.jspecify.annotations.Nullable;

/**
 * One number for each 4 KiB page of a stretch of 2 GiB, 0 at first, with the first page whose
 * number is large enough at hand. What belongs to a 2 MiB page takes memory once a number in it is
 * set.
 */
final class PageMaxima {
  private static final int SMALL_SHIFT = 9;
  private static final int SMALL_PAGES = 1 << SMALL_SHIFT;
  private static final int LARGE_PAGES = 1 << 10;

  private final MaxTree large = new MaxTree(LARGE_PAGES);
  private final @Nullable MaxTree[] small = new @Nullable MaxTree[LARGE_PAGES];

  int get(int page) {
    MaxTree pages = small[page >>> SMALL_SHIFT];
    return pages == null ? 0 : pages.get(page & SMALL_PAGES - 1);
  }

  int largest() {
    return large.largest();
  }

  void set(int page, int number) {
    int at = page >>> SMALL_SHIFT;
    MaxTree pages = small[at];
    if (pages == null) {
      pages = new MaxTree(SMALL_PAGES);
      small[at] = pages;
    }
    pages.set(page & SMALL_PAGES - 1, number);
    if (large.get(at) != pages.largest()) {
      large.set(at, pages.largest());
    }
  }

  /** The first page whose number is at least {@code least}, which is positive; -1 if none is. */
  int first(int least) {
    return firstIn(large.first(least), least);
  }

  /** The first such page behind {@code page}, or -1. */
  int next(int page, int least) {
    int at = page >>> SMALL_SHIFT;
    MaxTree pages = small[at];
    int next = pages == null ? -1 : pages.next(page & SMALL_PAGES - 1, least);
    return next >= 0 ? at << SMALL_SHIFT | next : firstIn(large.next(at, least), least);
  }

  private int firstIn(int largePage, int least) {
    MaxTree pages = largePage < 0 ? null : small[largePage];
    return pages == null ? -1 : largePage << SMALL_SHIFT | pages.first(least);
  }
}
