package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;

/**
 * Visits every leaf of the kernel's page table by rising address; also those that are not present,
 * but keep their address.
 */
final class LeafWalk {
  private static final int ENTRIES = 512;
  private static final int LEVELS = PageTable.ROOT_SHIFT / PageTable.LEVEL_SHIFT;

  private final PageTable table;
  private final long[][] tables = new long[LEVELS + 1][ENTRIES]; // one for each level of the walk

  /** What is told of a leaf. */
  interface Visitor {
    void leaf(long va, PageSize size, long value);
  }

  LeafWalk(PageTable table) {
    this.table = table;
  }

  void visit(Visitor visitor) {
    visit(new AddressRange(0, 0), visitor);
  }

  /** Without what begins in a range, by 512 GiB. */
  void visit(AddressRange skipped, Visitor visitor) {
    visit(table.root(), PageTable.ROOT_SHIFT, 0, skipped, visitor);
  }

  private void visit(long at, int shift, long base, AddressRange skipped, Visitor visitor) {
    long[] entries = tables[shift / PageTable.LEVEL_SHIFT];
    table.readTable(at, entries);
    for (int i = 0; i < ENTRIES; i++) {
      long value = entries[i];
      if (value == 0) {
        continue;
      }
      long va = base | (long) i << shift;
      if (shift == PageTable.ROOT_SHIFT && i >= ENTRIES / 2) {
        va |= -1L << (PageTable.ROOT_SHIFT + PageTable.LEVEL_SHIFT); // canonical: sign-extended
      }
      if (shift == PageSize.KIB_4.shift() || PageTable.isLarge(value, shift)) {
        visitor.leaf(va, sizeOf(shift), value);
      } else if (!skipped.contains(va)) {
        visit(value & Pte.ADDRESS_MASK, shift - PageTable.LEVEL_SHIFT, va, skipped, visitor);
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
