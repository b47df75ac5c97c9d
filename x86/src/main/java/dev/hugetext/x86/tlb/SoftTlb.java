package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.Arrays;

/**
 * The exact filter before a modelled TLB: a direct-mapped table of 4 KiB pages that holds only
 * pages of entries that are the last used of their set. A hit needs no change of the model.
 *
 * <p>Entry {@code i = (va >>> 12) & (ENTRIES - 1)} is four longs at {@code i * STRIDE}: tag for
 * reads (or fetches), tag for writes, addend, unused. An access of {@code n} bytes hits if {@code
 * (va + n - 1) & -4096} equals its tag, which no access across pages does; the host address is
 * {@code va + addend}. Engines read the array themselves; only this class writes it.
 *
 * <p>An <em>owner</em> is one set of one first-level array. When its last used entry changes, the
 * pages that were filled for it are dropped.
 */
public final class SoftTlb {
  /** Number of entries, a power of two. */
  public static final int ENTRIES = 256;

  /** Longs of an entry. */
  public static final int STRIDE = 4;

  /** Offset of the tag for reads in an entry. */
  public static final int READ = 0;

  /** Offset of the tag for writes in an entry. */
  public static final int WRITE = 1;

  /** Offset of the addend in an entry. */
  public static final int ADDEND = 2;

  private static final long PAGE = PageSize.KIB_4.bytes();
  private static final int PAGE_SHIFT = PageSize.KIB_4.shift();
  private static final long NO_PAGE = 1; // equals no page-aligned address
  private static final int NONE = -1;

  private final long[] table = new long[ENTRIES * STRIDE];
  private final int[] owner = new int[ENTRIES];
  private final int[] next = new int[ENTRIES]; // in the list of its owner
  private final int[] head;
  private boolean filled = true; // false: holds nothing, so there is nothing to clear

  SoftTlb(int owners) {
    head = new int[owners];
    clear();
  }

  /** The live table. */
  public long[] table() {
    return table;
  }

  /** The entry's number for the page of {@code va}. */
  public static int index(long va) {
    return (int) (va >>> PAGE_SHIFT) & (ENTRIES - 1);
  }

  /** Enters the page of {@code va} for an owner whose last used entry translates it. */
  void fill(int forOwner, long va, long addend, boolean writable) {
    int index = index(va);
    long page = va & -PAGE;
    filled = true;
    if (owner[index] != NONE && (owner[index] != forOwner || table[index * STRIDE] != page)) {
      drop(owner[index]);
    }
    if (owner[index] == NONE) {
      owner[index] = forOwner;
      next[index] = head[forOwner];
      head[forOwner] = index;
    }
    table[index * STRIDE + READ] = page;
    table[index * STRIDE + WRITE] = writable ? page : NO_PAGE;
    table[index * STRIDE + ADDEND] = addend;
  }

  /** Drops the pages of an owner. */
  void drop(int forOwner) {
    for (int index = head[forOwner]; index != NONE; ) {
      table[index * STRIDE + READ] = NO_PAGE;
      table[index * STRIDE + WRITE] = NO_PAGE;
      owner[index] = NONE;
      index = next[index];
    }
    head[forOwner] = NONE;
  }

  /** Makes the next write to each page ask the model; reads go on. */
  void clearWrites() {
    for (int index = 0; index < ENTRIES; index++) {
      table[index * STRIDE + WRITE] = NO_PAGE;
    }
  }

  /** Whether some page in it can be written and lies at this host address. */
  boolean holdsForWriting(long hostPage) {
    for (int at = 0; at < ENTRIES * STRIDE; at += STRIDE) {
      long page = table[at + WRITE];
      if (page != NO_PAGE && page + table[at + ADDEND] == hostPage) {
        return true;
      }
    }
    return false;
  }

  /** Drops everything. */
  void clear() {
    if (!filled) {
      return;
    }
    filled = false;
    Arrays.fill(owner, NONE);
    Arrays.fill(head, NONE);
    for (int index = 0; index < ENTRIES; index++) {
      table[index * STRIDE + READ] = NO_PAGE;
      table[index * STRIDE + WRITE] = NO_PAGE;
    }
  }
}
