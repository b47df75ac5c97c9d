package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes large pages again of tables whose 512 entries map one aligned block with equal bits.
 *
 * <p>All bits count, accessed and dirty too. One flush of everything follows if anything was
 * collapsed, and only then the tables are freed. Looks at the addresses it is given: their alias in
 * the direct map stays as it is.
 *
 * @see <a href="https://github.com/torvalds/linux/commit/41d88484c71c">x86/mm/pat: restore large
 *     ROX pages after fragmentation</a>
 */
final class LargePageCollapse {
  private static final int ENTRIES = 512;

  private final PageTable table;
  private final DirectMap directMap;
  private final TlbFlush flush;

  LargePageCollapse(PageTable table, DirectMap directMap, TlbFlush flush) {
    this.table = table;
    this.directMap = directMap;
    this.flush = flush;
  }

  /** Tries each 2 MiB of {@code [start, end)}, from the boundary below {@code start} on. */
  void collapse(long start, long end) {
    List<Long> tables = new ArrayList<>();
    for (long va = PageSize.MIB_2.base(start);
        Long.compareUnsigned(va, end) < 0;
        va += PageSize.MIB_2.bytes()) {
      if (collapseInto(va, PageSize.MIB_2, tables)) {
        boolean _ = collapseInto(va, PageSize.GIB_1, tables);
      }
    }
    if (!tables.isEmpty()) {
      flush.all();
      tables.forEach(table::releaseTable);
    }
  }

  /** Replaces the table of next smaller pages at {@code va} by one page, if its entries agree. */
  private boolean collapseInto(long va, PageSize size, List<Long> tables) {
    long at = entryAddress(va, size);
    if (at < 0) {
      return false;
    }
    long entry = table.readEntry(at);
    if ((entry & Pte.P) == 0 || PageTable.isLarge(entry, size.shift())) {
      return false;
    }
    long below = entry & Pte.ADDRESS_MASK;
    long first = table.readEntry(below);
    if (!areOnePage(below, first, size)) {
      return false;
    }
    table.writeEntry(at, first | Pte.PS);
    tables.add(below);
    if (directMap.contains(va)) {
      directMap.recordCollapse(size);
    }
    return true;
  }

  private boolean areOnePage(long below, long first, PageSize size) {
    PageSize smaller = size.smaller();
    boolean isLeaf = smaller == PageSize.KIB_4 || (first & Pte.PS) != 0;
    if ((first & Pte.P) == 0 || !isLeaf || !size.isAligned(first & Pte.ADDRESS_MASK)) {
      return false;
    }
    for (int i = 1; i < ENTRIES; i++) {
      if (table.readEntry(below + i * 8L) != first + i * smaller.bytes()) {
        return false;
      }
    }
    return true;
  }

  /** Where the entry lies that could map a page of this size at {@code va}; -1 if none does. */
  private long entryAddress(long va, PageSize size) {
    long at = PageTable.entryAddress(table.root(), va, PageTable.ROOT_SHIFT);
    for (int shift = PageTable.ROOT_SHIFT; shift != size.shift(); ) {
      long value = table.readEntry(at);
      if ((value & Pte.P) == 0 || PageTable.isLarge(value, shift)) {
        return -1;
      }
      shift -= PageTable.LEVEL_SHIFT;
      at = PageTable.entryAddress(value & Pte.ADDRESS_MASK, va, shift);
    }
    return at;
  }
}
