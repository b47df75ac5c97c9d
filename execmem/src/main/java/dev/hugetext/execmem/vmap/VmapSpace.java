package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.pageattr.VmUnmapAliases;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All kernel virtual address space: the tree of what is free and the tree of what is busy, each
 * under its own lock.
 *
 * <p>Freed space can be handed out again at once; its stale translations are flushed when it is
 * given back, so there is nothing that {@link #unmapAliases} would have to purge.
 */
public final class VmapSpace implements VmUnmapAliases {
  private final ReentrantLock freeLock = new ReentrantLock();
  private final FreeAreaTree free = new FreeAreaTree();
  private final ReentrantLock busyLock = new ReentrantLock();
  private final AreaTree busy = new AreaTree();

  /** A space in which everything but the null page's first byte is free. */
  public VmapSpace() {
    free.mergeOrAdd(new VmapArea(1, -1L, null));
  }

  /**
   * {@code alloc_vmap_area}: takes the lowest place in {@code range}.
   *
   * @param size bytes, whole pages
   * @param align a power of two
   */
  public VmapOutcome allocate(long size, long align, AddressRange range) {
    if (size == 0 || !PageSize.KIB_4.isAligned(size) || Long.bitCount(align) != 1) {
      return new VmapOutcome.Refused(Errno.EINVAL);
    }
    long start = takeFree(size, align, range);
    if (start == 0) {
      return new VmapOutcome.Refused(Errno.EBUSY);
    }
    VmapArea area = new VmapArea(start, start + size, null);
    insert(area);
    return new VmapOutcome.Allocated(area);
  }

  /** Cuts a block out of free space; 0 where none fits in the range. */
  private long takeFree(long size, long align, AddressRange range) {
    boolean exact = range.bytes() == size;
    boolean pageAligned = Long.compareUnsigned(align, PageSize.KIB_4.bytes()) <= 0;
    long searchLength = exact || pageAligned ? size : size + align - 1;
    freeLock.lock();
    try {
      VmapArea area = free.lowestMatch(size, align, range.start(), searchLength);
      if (area == null) {
        return 0;
      }
      long start = FreeAreaTree.placement(area, align, range.start());
      boolean inRange = range.encloses(AddressRange.of(start, size));
      return inRange && free.clip(area, start, size) == 0 ? start : 0;
    } finally {
      freeLock.unlock();
    }
  }

  /** Makes an area that is in no tree busy. */
  public void insert(VmapArea area) {
    busyLock.lock();
    try {
      busy.insert(area);
    } finally {
      busyLock.unlock();
    }
  }

  /** The busy area that contains {@code address}, or null. */
  public @Nullable VmapArea find(long address) {
    busyLock.lock();
    try {
      return busy.containing(address);
    } finally {
      busyLock.unlock();
    }
  }

  /** Takes the busy area that contains {@code address} out of the busy tree; null if none does. */
  public @Nullable VmapArea unlink(long address) {
    busyLock.lock();
    try {
      VmapArea area = busy.containing(address);
      if (area != null) {
        busy.remove(area);
      }
      return area;
    } finally {
      busyLock.unlock();
    }
  }

  /** Gives an area that is in no tree, unmapped and flushed, back to free space. */
  public void release(VmapArea area) {
    freeLock.lock();
    try {
      free.mergeOrAdd(area);
    } finally {
      freeLock.unlock();
    }
  }

  /** The busy areas by rising address: a copy. */
  public List<VmapArea> busyAreas() {
    List<VmapArea> areas = new ArrayList<>();
    busyLock.lock();
    try {
      busy.forEach(areas::add);
    } finally {
      busyLock.unlock();
    }
    return areas;
  }

  /**
   * Requires the laws of the free tree.
   *
   * @throws IllegalStateException naming what breaks one
   */
  public void check() {
    freeLock.lock();
    try {
      FreeAreaCheck.check(free);
    } finally {
      freeLock.unlock();
    }
  }

  @Override
  public void unmapAliases() {
    // Nothing is freed lazily: see release.
  }
}
