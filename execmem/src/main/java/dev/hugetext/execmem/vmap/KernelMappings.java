package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;
import java.util.concurrent.locks.ReentrantLock;

/** Entries of the kernel's page table for vmalloc space, under the page-table lock. */
final class KernelMappings {
  private final PageTable table;
  private final TlbFlush flush;
  private final ReentrantLock pageTableLock = new ReentrantLock();

  KernelMappings(InitMm mm) {
    table = mm.table();
    flush = mm.flush();
  }

  /** Maps one page where nothing is mapped; false where no frame was left for a table. */
  boolean map(long va, long frame, PageSize size, long protection) {
    pageTableLock.lock();
    try {
      if (size == PageSize.MIB_2) {
        dropSmallPages(va);
      }
      return table.map(va, frame, size, protection);
    } finally {
      pageTableLock.unlock();
    }
  }

  /** Clears the entries of {@code [start, end)}, also where a large page was split; no flush. */
  void unmap(long start, long end) {
    for (long at = start; at != end; ) {
      PageTable.Entry entry = table.find(at);
      table.writeEntry(entry.address(), 0);
      at += entry.level().bytes();
    }
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
    flush.kernelRange(va, va + PageSize.KIB_4.bytes()); // the walkers' caches hold the table
    table.releaseTable(table4k);
  }
}
