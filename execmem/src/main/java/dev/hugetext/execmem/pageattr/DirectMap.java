package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;

/**
 * All physical memory mapped at one place by the largest pages possible, and the counts of its page
 * sizes and splits, as {@code /proc/meminfo} and {@code /proc/vmstat} report them.
 *
 * <p>The first 2 MiB are mapped by 4 KiB pages, as Linux does, which maps the lowest megabyte
 * apart. Counts change only by splits and collapses; splits are counted once the system runs.
 */
public final class DirectMap {
  private static final long SMALL_PAGES_END = PageSize.MIB_2.bytes();

  private final KernelLayout layout;
  private final PageTable table;
  private final long limit;
  private long bytes;
  private final long[] pages = new long[PageSize.values().length];
  private long level2Splits;
  private long level3Splits;
  private long level2Collapses;
  private long level3Collapses;
  private boolean running;

  private DirectMap(InitMm mm) {
    layout = mm.layout();
    table = mm.table();
    limit = mm.memory().size();
    bytes = limit;
  }

  /**
   * Maps all of physical memory writable and not executable.
   *
   * @throws IllegalStateException if there is no frame for a table
   */
  public static DirectMap map(InitMm mm) {
    DirectMap map = new DirectMap(mm);
    if (map.bytes > mm.layout().directMap().bytes()) {
      throw new IllegalArgumentException(
          "0x%x bytes do not fit in %s".formatted(map.bytes, mm.layout().directMap()));
    }
    for (long physical = 0; physical < map.bytes; ) {
      PageSize size = map.largestAt(physical);
      long va = mm.layout().directMapAddress(physical);
      if (!mm.table().map(va, physical, size, Protection.PAGE_KERNEL)) {
        throw new IllegalStateException("no frame for the direct map's tables");
      }
      map.pages[size.ordinal()]++;
      physical += size.bytes();
    }
    return map;
  }

  private PageSize largestAt(long physical) {
    if (physical < SMALL_PAGES_END) {
      return PageSize.KIB_4;
    }
    for (PageSize size : new PageSize[] {PageSize.GIB_1, PageSize.MIB_2}) {
      if (size.isAligned(physical) && size.bytes() <= bytes - physical) {
        return size;
      }
    }
    return PageSize.KIB_4;
  }

  /** From now on splits count: the system is in its running state. */
  public synchronized void startCounting() {
    running = true;
  }

  /** Bytes mapped by pages of one size ({@code DirectMap4k}, {@code 2M}, {@code 1G}). */
  public synchronized long mappedBytes(PageSize size) {
    return pages[size.ordinal()] * size.bytes();
  }

  /** Bytes of physical memory mapped: constant once the system runs. */
  public synchronized long bytes() {
    return bytes;
  }

  /** 2 MiB pages split since boot ({@code direct_map_level2_splits}). */
  public synchronized long level2Splits() {
    return level2Splits;
  }

  /** 1 GiB pages split since boot ({@code direct_map_level3_splits}). */
  public synchronized long level3Splits() {
    return level3Splits;
  }

  /** Tables of 4 KiB pages made one page again ({@code direct_map_level2_collapses}). */
  public synchronized long level2Collapses() {
    return level2Collapses;
  }

  /** Tables of 2 MiB pages made one page again ({@code direct_map_level3_collapses}). */
  public synchronized long level3Collapses() {
    return level3Collapses;
  }

  /** Whether {@code address} is in the direct map of memory that exists. */
  public boolean contains(long address) {
    return Long.compareUnsigned(layout.physicalOfDirectMap(address), limit) < 0;
  }

  /** Splits the large page at {@code address}; false where there is no frame for the table. */
  boolean split(long address, PageSize size) {
    if (!table.split(address)) {
      return false;
    }
    if (contains(address)) {
      recordSplit(size);
    }
    return true;
  }

  /** Notes that pages became one page of this size. */
  synchronized void recordCollapse(PageSize size) {
    PageSize smaller = size.smaller();
    pages[size.ordinal()]++;
    pages[smaller.ordinal()] -= size.bytes() / smaller.bytes();
    if (size == PageSize.MIB_2) {
      level2Collapses++;
    } else {
      level3Collapses++;
    }
  }

  /** Unmaps one small page for good: physical addresses behind which there is no memory. */
  synchronized void punchHole(long address) {
    table.unmap(address, PageSize.KIB_4);
    pages[PageSize.KIB_4.ordinal()]--;
    bytes -= PageSize.KIB_4.bytes();
  }

  private synchronized void recordSplit(PageSize size) {
    PageSize smaller = size.smaller();
    pages[size.ordinal()]--;
    pages[smaller.ordinal()] += size.bytes() / smaller.bytes();
    if (running) {
      if (size == PageSize.MIB_2) {
        level2Splits++;
      } else {
        level3Splits++;
      }
    }
  }
}
