package dev.hugetext.execmem;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;

/** Visits every present leaf of the kernel's page table by rising address. */
final class LeafWalk {
  private static final int ENTRIES = 512;

  private final PageTable table;

  /** What is told of a leaf. */
  interface Visitor {
    void leaf(long va, PageSize size, long value);
  }

  LeafWalk(PageTable table) {
    this.table = table;
  }

  void visit(Visitor visitor) {
    visit(table.root(), PageTable.ROOT_SHIFT, 0, visitor);
  }

  private void visit(long at, int shift, long base, Visitor visitor) {
    for (int i = 0; i < ENTRIES; i++) {
      long value = table.readEntry(at + i * 8L);
      if ((value & Pte.P) == 0) {
        continue;
      }
      long va = base | (long) i << shift;
      if (shift == PageTable.ROOT_SHIFT && i >= ENTRIES / 2) {
        va |= -1L << (PageTable.ROOT_SHIFT + PageTable.LEVEL_SHIFT); // canonical: sign-extended
      }
      if (shift == PageSize.KIB_4.shift() || PageTable.isLarge(value, shift)) {
        visitor.leaf(va, sizeOf(shift), value);
      } else {
        visit(value & Pte.ADDRESS_MASK, shift - PageTable.LEVEL_SHIFT, va, visitor);
      }
    }
  }

  private static PageSize sizeOf(int shift) {
    for (PageSize size : PageSize.values()) {
      if (size.shift() == shift) {
        return size;
      }
    }
    throw new IllegalStateException("no page of 2^%d bytes".formatted(shift));
  }
}
