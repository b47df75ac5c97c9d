package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;

/**
 * The hardware's walk of a four-level page table, for supervisor accesses with CR0.WP and EFER.NXE
 * set (Intel SDM volume 3, 4.5 to 4.8). Its result is in its fields until the next walk.
 */
final class PageWalker {
  private final PhysicalMemory memory;
  private long translation;
  private PageSize size = PageSize.KIB_4;

  PageWalker(PhysicalMemory memory) {
    this.memory = memory;
  }

  /** The leaf with writability and no-execute combined over all levels; after a true walk. */
  long translation() {
    return translation;
  }

  /** The size of the page found; after a true walk. */
  PageSize size() {
    return size;
  }

  /**
   * Walks the tables under {@code root}, and if the page permits the access, sets the accessed bits
   * on the way, and for a store the dirty bit.
   *
   * @return whether there is a page, permitted or not
   */
  boolean walk(long root, long va, boolean write, boolean fetch) {
    do {
      if (!look(root, va)) {
        return false;
      }
    } while (permits(translation, write, fetch) && !mark(root, va, write));
    return true;
  }

  /** As {@link #walk}, but leaves the tables as they are. */
  boolean look(long root, long va) {
    long table = root;
    long writable = Pte.RW;
    long noExecute = 0;
    for (int shift = PageTable.ROOT_SHIFT; ; shift -= PageTable.LEVEL_SHIFT) {
      long value = memory.getAlignedLong(PageTable.entryAddress(table, va, shift));
      if ((value & Pte.P) == 0) {
        return false;
      }
      writable &= value;
      noExecute |= value & Pte.NX;
      if (shift == PageSize.KIB_4.shift() || PageTable.isLarge(value, shift)) {
        translation = (value & ~Pte.RW) | writable | noExecute;
        size = sizeOf(shift);
        return true;
      }
      table = value & Pte.ADDRESS_MASK;
    }
  }

  /** False where an entry was changed since the walk, as by another CPU: then walk again. */
  private boolean mark(long root, long va, boolean write) {
    long table = root;
    for (int shift = PageTable.ROOT_SHIFT; ; shift -= PageTable.LEVEL_SHIFT) {
      long at = PageTable.entryAddress(table, va, shift);
      boolean leaf = shift == size.shift();
      long value = memory.getAlignedLong(at);
      long marked = value | Pte.A | (leaf && write ? Pte.D : 0);
      boolean gone = (value & Pte.P) == 0;
      if (gone || (marked != value && !memory.compareAndSetLong(at, value, marked))) {
        return false;
      }
      if (leaf) {
        translation |= marked & (Pte.A | Pte.D);
        return true;
      }
      table = value & Pte.ADDRESS_MASK;
    }
  }

  static boolean permits(long translation, boolean write, boolean fetch) {
    return (!write || (translation & Pte.RW) != 0) && (!fetch || (translation & Pte.NX) == 0);
  }

  private static PageSize sizeOf(int shift) {
    for (PageSize size : PageSize.values()) {
      if (size.shift() == shift) {
        return size;
      }
    }
    throw new IllegalStateException("no page has 2^%d bytes".formatted(shift));
  }
}
