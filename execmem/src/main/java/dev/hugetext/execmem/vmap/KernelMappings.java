package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;

/**
 * Entries of the kernel's page table for address space that the caller owns.
 *
 * <p>Entries are therefore written without a lock; a table is added under {@code
 * init_mm.page_table_lock}.
 */
final class KernelMappings {
  /** The protection of data. */
  static final long DATA = Protection.PAGE_KERNEL;

  private static final int ENTRY_BYTES = 8;
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final PageTable table;
  private final TlbFlush flush;
  private final SpinLock pageTableLock = new SpinLock();

  KernelMappings(InitMm mm) {
    table = mm.table();
    flush = mm.flush();
  }

  /**
   * Maps {@code count} pages of one size from {@code va} on, where nothing is mapped.
   *
   * @return how many were mapped: fewer where no frame was left for a table
   */
  int map(long va, long[] frames, int count, PageSize size, long protection) {
    return size == PageSize.KIB_4
        ? mapSmall(va, frames, count, protection)
        : mapLarge(va, frames, count, size, protection);
  }

  private int mapSmall(long va, long[] frames, int count, long protection) {
    long bits = protection | Pte.P;
    long entry = 0;
    for (int i = 0; i < count; i++) {
      long at = va + i * PAGE;
      if (i == 0 || PageSize.MIB_2.isAligned(at)) {
        if (!hasTable(at) && !mapLocked(at, frames[i], PageSize.KIB_4, protection)) {
          return i;
        }
        entry = table.find(at).address();
      }
      table.writeEntry(entry, frames[i] | bits);
      entry += ENTRY_BYTES;
    }
    return count;
  }

  /** Whether the table of 4 KiB entries for {@code va} exists. */
  private boolean hasTable(long va) {
    return table.find(va).level() == PageSize.KIB_4;
  }

  private int mapLarge(long va, long[] frames, int count, PageSize size, long protection) {
    for (int i = 0; i < count; i++) {
      long at = va + i * size.bytes();
      dropSmallPages(at);
      if (!mapLocked(at, frames[i], size, protection)) {
        return i;
      }
    }
    return count;
  }

  private boolean mapLocked(long va, long frame, PageSize size, long protection) {
    pageTableLock.lock();
    try {
      return table.map(va, frame, size, protection);
    } finally {
      pageTableLock.unlock();
    }
  }

  /** Clears the entries of {@code [start, end)}, also where a large page was split; no flush. */
  void unmap(long start, long end) {
    for (long at = start; at != end; ) {
      PageTable.Entry entry = table.find(at);
      PageSize size = entry.level();
      if (size == PageSize.KIB_4) {
        long stop = Math.min(end - at, PageSize.MIB_2.bytes() - PageSize.MIB_2.offset(at)) + at;
        for (long address = entry.address(); at != stop; at += PAGE) {
          table.writeEntry(address, 0);
          address += ENTRY_BYTES;
        }
      } else {
        table.writeEntry(entry.address(), 0);
        at += Math.min(end - at, size.bytes() - size.offset(at));
      }
    }
  }

  /** All CPUs forget what translated {@code [start, end)}. */
  void flush(long start, long end) {
    flush.kernelRange(start, end);
  }

  /**
   * Takes away the table of 4 KiB entries, all cleared, that earlier mappings have left where a 2
   * MiB page shall be.
   */
  private void dropSmallPages(long va) {
    long table4k = table.root();
    long at = 0;
    for (int shift = PageTable.ROOT_SHIFT;
        shift >= PageSize.MIB_2.shift();
        shift -= PageTable.LEVEL_SHIFT) {
      at = PageTable.entryAddress(table4k, va, shift);
      long value = table.readEntry(at);
      if ((value & Pte.P) == 0 || PageTable.isLarge(value, shift)) {
        return;
      }
      table4k = value & Pte.ADDRESS_MASK;
    }
    table.writeEntry(at, 0);
    flush.kernelRange(va, va + PAGE); // the walkers' caches hold the table
    table.releaseTable(table4k);
  }
}
