package dev.hugetext.execmem.percpu;

import dev.hugetext.execmem.vmap.AreaTree;
import dev.hugetext.execmem.vmap.FreeAreaTree;
import dev.hugetext.execmem.vmap.VmapArea;
import dev.hugetext.x86.memory.PageSize;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The same stretch of per-CPU memory for every CPU: what of its units is free and what is
 * allocated, by offset in a unit, and which pages have frames.
 */
final class PerCpuChunk {
  /** Of chunks in which nothing is free. */
  static final int FULL_SLOT = 0;

  private static final int SLOT_BASE_SHIFT = 5;

  private final long base;
  private final long unitBytes;
  private final FreeAreaTree free = new FreeAreaTree();
  private final AreaTree busy = new AreaTree();
  private final BitSet populated = new BitSet();
  private long freeBytes;
  int slot = FULL_SLOT;

  /**
   * A chunk of which {@code [firstFree, unitBytes)} of each unit is free.
   *
   * @param base address of the first unit
   */
  PerCpuChunk(long base, long unitBytes, long firstFree) {
    this.base = base;
    this.unitBytes = unitBytes;
    freeBytes = unitBytes - firstFree;
    free.mergeOrAdd(new VmapArea(firstFree, unitBytes, null));
  }

  /** Address of the first unit. */
  long base() {
    return base;
  }

  /**
   * Takes the lowest place; its offset in each unit, or -1. Like the kernel it does not look at
   * places that are smaller than the largest if the block does not fit there.
   */
  long take(long size, long align) {
    VmapArea largest = free.largestArea();
    if (largest == null || !FreeAreaTree.fits(largest, size, align, 0)) {
      return -1;
    }
    VmapArea area = free.lowestMatch(size, align);
    if (area == null) {
      return -1;
    }
    long offset = FreeAreaTree.placement(area, align, 0);
    if (free.clip(area, offset, size) != 0) {
      return -1;
    }
    freeBytes -= size;
    busy.insert(new VmapArea(offset, offset + size, null));
    return offset;
  }

  /** Frees what {@link #take} gave out; false if it did not. */
  boolean giveBack(long offset) {
    VmapArea area = busy.containing(offset);
    if (area == null || area.start() != offset) {
      return false;
    }
    busy.remove(area);
    freeBytes += area.size();
    free.mergeOrAdd(area);
    return true;
  }

  /** Whether nothing is allocated. */
  boolean isEmpty() {
    return freeBytes == unitBytes;
  }

  /** The list it belongs on, by the largest block that it could hand out. */
  int wantedSlot() {
    long largest = free.largest();
    return largest == 0 ? FULL_SLOT : slotOf(largest);
  }

  /** The list of chunks whose largest block is about this size ({@code pcpu_size_to_slot}). */
  static int slotOf(long bytes) {
    int highBit = Long.SIZE - Long.numberOfLeadingZeros(bytes);
    return Math.max(highBit - SLOT_BASE_SHIFT + 2, 1);
  }

  /** The next run of pages without frames in {@code [first, end)}; null if all have some. */
  @Nullable PageRun missing(int first, int end) {
    int start = populated.nextClearBit(first);
    if (start >= end) {
      return null;
    }
    int stop = populated.nextSetBit(start);
    return new PageRun(start, stop < 0 || stop > end ? end : stop);
  }

  void setPopulated(PageRun run) {
    populated.set(run.first(), run.end());
  }

  /** Pages of every unit, {@code [first, end)}. */
  record PageRun(int first, int end) {}

  /** Number of the page that holds an offset. */
  static int pageOf(long offset) {
    return (int) (offset >>> PageSize.KIB_4.shift());
  }
}
