package dev.hugetext.execmem.poke;

import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;

/**
 * The private address space of text poking ({@code poking_mm}): all kernel mappings, shared with
 * the kernel's own, and two consecutive pages of its own whose entries lie in one table.
 */
final class PokingMm {
  private static final long ENTRY = 8; // bytes

  private final PhysicalMemory memory;
  private final PageTable table;
  private final long alias;
  private final long firstEntry;

  /**
   * Makes it, with the tables of the alias allocated in advance.
   *
   * @throws IllegalStateException if there is no frame for its tables
   */
  PokingMm(InitMm mm) {
    PageTable kernel = mm.table();
    memory = mm.memory();
    table = new PageTable(memory, mm.frames(), kernel.account());
    table.shareRootEntries(kernel);
    long base = mm.layout().pokingBase();
    long page = PageSize.KIB_4.bytes();
    alias = PageSize.MIB_2.isAligned(base + page) ? base + page : base;
    if (!table.map(alias, 0, PageSize.KIB_4, 0)) {
      throw new IllegalStateException("no frame for the tables of text poking");
    }
    firstEntry = table.find(alias).address();
    table.writeEntry(firstEntry, 0);
  }

  long root() {
    return table.root();
  }

  /** The virtual address of the first of the two pages. */
  long alias() {
    return alias;
  }

  /**
   * Maps one or two pages writable; {@link TextPoke} counts the entries.
   *
   * @param first physical address of any byte in the first, {@code second} in the second
   */
  void map(long first, long second, int pages) {
    memory.putAlignedLong(firstEntry, PageSize.KIB_4.base(first) | Protection.POKING);
    if (pages > 1) {
      memory.putAlignedLong(firstEntry + ENTRY, PageSize.KIB_4.base(second) | Protection.POKING);
    }
  }

  /** Unmaps them. */
  void clear(int pages) {
    for (int i = 0; i < pages; i++) {
      memory.putAlignedLong(firstEntry + i * ENTRY, 0);
    }
  }
}
