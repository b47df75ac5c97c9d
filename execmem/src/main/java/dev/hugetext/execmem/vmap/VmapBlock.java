package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.x86.memory.PageSize;

/**
 * A block of address space of which one CPU hands out short-lived mappings, front to back ({@code
 * struct vmap_block}). Counts pages. What was freed is <em>dirty</em>: not used again before the
 * whole block is.
 */
final class VmapBlock {
  private final long start;
  private final int pages;
  private final int cpu;
  private final SpinLock lock = new SpinLock();
  private int free;
  private int dirty;
  private int dirtyMin;
  private int dirtyMax;

  VmapBlock(long start, int pages, int cpu) {
    this.start = start;
    this.pages = pages;
    this.cpu = cpu;
    free = pages;
    dirtyMin = pages;
  }

  long start() {
    return start;
  }

  /** The CPU that hands it out. */
  int cpu() {
    return cpu;
  }

  /**
   * Takes the next pages.
   *
   * @return their address, or 0 where too few are left
   */
  long take(int count) {
    lock.lock();
    try {
      if (free < count) {
        return 0;
      }
      long at = addressOf(pages - free);
      free -= count;
      return at;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing can be taken any more. */
  boolean isSpent() {
    lock.lock();
    try {
      return free == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that pages are unmapped; true if now all of the block is dirty. */
  boolean giveBack(long address, int count) {
    int first = (int) ((address - start) >>> PageSize.KIB_4.shift());
    lock.lock();
    try {
      dirtyMin = Math.min(dirtyMin, first);
      dirtyMax = Math.max(dirtyMax, first + count);
      dirty += count;
      return dirty == pages;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a fragmented block out of use: nothing of it is mapped, some of it was.
   *
   * @param keepFrom if so many pages can still be taken it stays in use
   */
  boolean retire(int keepFrom) {
    lock.lock();
    try {
      if (free + dirty != pages || dirty == pages || free >= keepFrom) {
        return false;
      }
      free = 0;
      dirty = pages;
      dirtyMin = 0;
      dirtyMax = pages;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds what is dirty, unless that is all of it, to a range to flush.
   *
   * @param once whether it need not be flushed again after that
   */
  FlushRange addDirty(FlushRange range, boolean once) {
    lock.lock();
    try {
      if (dirtyMax == 0 || dirty == pages) {
        return range;
      }
      FlushRange wider = range.with(addressOf(dirtyMin), addressOf(dirtyMax));
      if (once) {
        dirtyMin = pages;
        dirtyMax = 0;
      }
      return wider;
    } finally {
      lock.unlock();
    }
  }

  private long addressOf(int page) {
    return start + ((long) page << PageSize.KIB_4.shift());
  }
}
