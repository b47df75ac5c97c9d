package dev.hugetext.x86.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One address space: a four-level x86-64 page table whose tables are frames of {@link
 * PhysicalMemory} (Intel SDM volume 3, 4.5).
 *
 * <p>Changes nothing but tables: whoever changes a mapping that a CPU may have used flushes the
 * TLBs. Entries are written in one access, and several threads may add tables at once; changing one
 * mapping is for one thread at a time (the kernel's page-table lock).
 */
public final class PageTable {
  /** The shift of a virtual address that selects an entry of the root table. */
  public static final int ROOT_SHIFT = 39;

  /** Address bits that one level of tables takes. */
  public static final int LEVEL_SHIFT = 9;

  private static final int UNTRANSLATED_BITS = 64 - (ROOT_SHIFT + LEVEL_SHIFT);

  /** Tables restrict nothing, only leaves do, as the kernel's own (_KERNPG_TABLE). */
  private static final long TABLE_FLAGS = Pte.P | Pte.RW | Pte.A | Pte.D;

  private static final int ENTRIES = 512;

  private final PhysicalMemory memory;
  private final FrameAllocator frames;
  private final FrameAccount account;
  private final long root;
  private final AtomicInteger tables = new AtomicInteger();
  private final LongAdder entryWrites = new LongAdder();

  /**
   * Where a walk ended.
   *
   * @param address physical address of the entry itself, 8 bytes
   * @param level the page size that a leaf has at this level; a hole in the root table is reported
   *     as {@link PageSize#GIB_1}, the largest page that could be mapped there
   * @param value the entry; without {@link Pte#P} it is a hole
   */
  public record Entry(long address, PageSize level, long value) {
    /** Whether the entry maps a page. */
    public boolean isPresent() {
      return (value & Pte.P) != 0;
    }

    /** The physical address that the mapped page gives to {@code va}. */
    public long physical(long va) {
      return Pte.address(value, level) | level.offset(va);
    }
  }

  /** An empty address space; takes one frame for its root. */
  public PageTable(PhysicalMemory memory, FrameAllocator frames) {
    this(memory, frames, frames.openAccount("page tables"));
  }

  /** As above, with its tables on an account that may be shared with other address spaces. */
  public PageTable(PhysicalMemory memory, FrameAllocator frames, FrameAccount account) {
    this.memory = memory;
    this.frames = frames;
    this.account = account;
    long table = newTable();
    if (table < 0) {
      throw new IllegalStateException("no frame for the root of a page table");
    }
    this.root = table;
  }

  /** The physical address of the root table: what CR3 holds. */
  public long root() {
    return root;
  }

  /** How many frames its tables take, the root included. */
  public int tablePages() {
    return tables.get();
  }

  /** How many entries were written, of tables and leaves, 512 for a split besides the one. */
  public long entryWrites() {
    return entryWrites.sum();
  }

  /** The account that its tables are allocated on. */
  public FrameAccount account() {
    return account;
  }

  /**
   * Maps one page.
   *
   * @param va canonical
   * @param flags the leaf's bits besides the address; {@link Pte#P} and, for a large page, {@link
   *     Pte#PS} are added
   * @return false where no frame was left for a table on the way; nothing is mapped then
   * @throws IllegalStateException if a larger page or a table is in the way
   */
  public boolean map(long va, long pa, PageSize size, long flags) {
    if (!size.isAligned(va) || !size.isAligned(pa) || !isCanonical(va)) {
      throw new IllegalArgumentException(
          "not a whole %s page: va=0x%x pa=0x%x".formatted(size, va, pa));
    }
    long at = entryAddress(root, va, ROOT_SHIFT);
    for (int shift = ROOT_SHIFT; shift > size.shift(); ) {
      long table = tableUnder(at, va);
      if (table < 0) {
        return false;
      }
      shift -= LEVEL_SHIFT;
      at = entryAddress(table, va, shift);
    }
    long old = readEntry(at);
    if (size != PageSize.KIB_4 && (old & Pte.P) != 0 && (old & Pte.PS) == 0) {
      throw new IllegalStateException("a table of smaller pages is at 0x%x".formatted(va));
    }
    writeEntry(at, pa | flags | Pte.P | (size == PageSize.KIB_4 ? 0 : Pte.PS));
    return true;
  }

  /**
   * Makes the table below the root entry for {@code va}, if there is none, so that address spaces
   * that copy the root entry share whatever is mapped there later.
   *
   * @return false where no frame was left
   */
  public boolean ensureRootEntry(long va) {
    return tableUnder(entryAddress(root, va, ROOT_SHIFT), va) >= 0;
  }

  /**
   * Removes the mapping of one page; its entry becomes 0, tables stay.
   *
   * @throws IllegalStateException if no page of this size is mapped there
   */
  public void unmap(long va, PageSize size) {
    Entry entry = find(va);
    if (!entry.isPresent() || entry.level() != size || !size.isAligned(va)) {
      throw new IllegalStateException("no %s page at 0x%x but %s".formatted(size, va, entry));
    }
    writeEntry(entry.address(), 0);
  }

  /**
   * The entry at which the walk for {@code va}, a canonical address, ends: a leaf or a hole. O(4).
   */
  public Entry find(long va) {
    long table = root;
    for (int shift = ROOT_SHIFT; ; shift -= LEVEL_SHIFT) {
      long at = entryAddress(table, va, shift);
      long value = readEntry(at);
      if ((value & Pte.P) == 0 || shift == PageSize.KIB_4.shift() || isLarge(value, shift)) {
        return new Entry(at, levelOf(shift), value);
      }
      table = value & Pte.ADDRESS_MASK;
    }
  }

  /**
   * The physical address behind {@code va}, or -1 for a hole or an address that is not canonical.
   * Permissions are not asked.
   */
  public long translate(long va) {
    if (!isCanonical(va)) {
      return -1;
    }
    long table = root;
    for (int shift = ROOT_SHIFT; ; shift -= LEVEL_SHIFT) {
      long value = readEntry(entryAddress(table, va, shift));
      if ((value & Pte.P) == 0) {
        return -1;
      }
      if (shift == PageSize.KIB_4.shift() || isLarge(value, shift)) {
        long offset = va & ((1L << shift) - 1);
        return (value & Pte.ADDRESS_MASK & -(1L << shift)) | offset;
      }
      table = value & Pte.ADDRESS_MASK;
    }
  }

  /**
   * Replaces the large leaf at {@code va} by a table of 512 leaves of the next smaller size with
   * the same bits. Whoever calls it flushes.
   *
   * @return false where no frame was left for the table; nothing is changed then
   * @throws IllegalStateException if no large page is mapped there
   */
  public boolean split(long va) {
    Entry entry = find(va);
    if (!entry.isPresent() || entry.level() == PageSize.KIB_4) {
      throw new IllegalStateException("no large page at 0x%x but %s".formatted(va, entry));
    }
    long table = newTable();
    if (table < 0) {
      return false;
    }
    PageSize smaller = entry.level().smaller();
    long flags = entry.value() & ~Pte.ADDRESS_MASK;
    if (smaller == PageSize.KIB_4) {
      flags &= ~Pte.PS; // in a 4 KiB leaf this bit is PAT
    }
    long pa = Pte.address(entry.value(), entry.level());
    for (int i = 0; i < ENTRIES; i++) {
      memory.putLong(table + i * 8L, pa | flags);
      pa += smaller.bytes();
    }
    entryWrites.add(ENTRIES);
    writeEntry(entry.address(), table | TABLE_FLAGS);
    return true;
  }

  /**
   * Frees the frame of a table that nothing points to any more, e.g. after its entries were merged
   * into one large page and the TLBs were flushed.
   */
  public void releaseTable(long table) {
    frames.free(table, 0);
    tables.decrementAndGet();
  }

  /** Copies the root entries of another address space: both then share the tables below them. */
  public void shareRootEntries(PageTable other) {
    for (int i = 0; i < ENTRIES; i++) {
      long value = other.readEntry(other.root + i * 8L);
      if ((value & Pte.P) != 0) {
        writeEntry(root + i * 8L, value);
      }
    }
  }

  /** The entry at a physical address, read in one access. */
  public long readEntry(long entryAddress) {
    return memory.getAlignedLong(entryAddress);
  }

  /** All entries of the table at a physical address, while nobody writes to it. */
  public void readTable(long table, long[] entries) {
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = memory.getLong(table + i * 8L);
    }
  }

  /** Writes the entry at a physical address in one access. */
  public void writeEntry(long entryAddress, long value) {
    memory.putAlignedLong(entryAddress, value);
    entryWrites.increment();
  }

  /** The table below the entry at {@code at}, made where there is a hole; -1 without a frame. */
  private long tableUnder(long at, long va) {
    long value = readEntry(at);
    if ((value & Pte.P) == 0) {
      long table = newTable();
      if (table < 0 || memory.compareAndSetLong(at, value, table | TABLE_FLAGS)) {
        return table;
      }
      releaseTable(table); // another thread was faster
      return tableUnder(at, va);
    }
    if ((value & Pte.PS) != 0) {
      throw new IllegalStateException("a larger page is mapped at 0x%x".formatted(va));
    }
    return value & Pte.ADDRESS_MASK;
  }

  private long newTable() {
    long table = frames.allocate(0, account);
    if (table >= 0) {
      memory.fill(table, PageSize.KIB_4.bytes(), 0);
      tables.incrementAndGet();
    }
    return table;
  }

  /** Whether bits 48 to 63 are all as bit 47: others are not translated but refused (#GP). */
  public static boolean isCanonical(long va) {
    return va << UNTRANSLATED_BITS >> UNTRANSLATED_BITS == va;
  }

  /** The physical address of the entry for {@code va} in a table of the level {@code shift}. */
  public static long entryAddress(long table, long va, int shift) {
    return table + ((va >>> shift) & (ENTRIES - 1)) * 8;
  }

  /** Whether a present entry of the level {@code shift} maps a 2 MiB or 1 GiB page. */
  public static boolean isLarge(long value, int shift) {
    return (value & Pte.PS) != 0 && shift <= PageSize.GIB_1.shift();
  }

  private static PageSize levelOf(int shift) {
    return shift == PageSize.KIB_4.shift()
        ? PageSize.KIB_4
        : shift == PageSize.MIB_2.shift() ? PageSize.MIB_2 : PageSize.GIB_1;
  }
}
