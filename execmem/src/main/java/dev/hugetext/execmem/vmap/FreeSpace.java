package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.x86.memory.PageSize;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The free part of kernel address space, under its one lock ({@code free_vmap_area_lock}). */
final class FreeSpace {
  private static final Comparator<VmapArea> BY_ADDRESS =
      (a, b) -> Long.compareUnsigned(a.start(), b.start());

  private final SpinLock lock = new SpinLock();
  private final FreeAreaTree free = new FreeAreaTree();

  /** Everything is free but the null page's first byte. */
  FreeSpace() {
    free.mergeOrAdd(new VmapArea(1, -1L, null));
  }

  /** Cuts the lowest block that fits out of it; its start, or 0 where none fits in the range. */
  long take(long size, long align, AddressRange range) {
    boolean exact = range.bytes() == size;
    boolean pageAligned = Long.compareUnsigned(align, PageSize.KIB_4.bytes()) <= 0;
    long searchLength = exact || pageAligned ? size : size + align - 1;
    lock.lock();
    try {
      VmapArea area = free.lowestMatch(size, align, range.start(), searchLength);
      if (area == null) {
        return 0;
      }
      long start = FreeAreaTree.placement(area, align, range.start());
      boolean inRange = Long.compareUnsigned(start + size, range.end()) <= 0;
      return inRange && free.clip(area, start, size) == 0 ? start : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Cuts areas at fixed distances out of it, as high as they fit; their base, or 0. */
  long takeCongruent(long[] offsets, long[] sizes, long align, AddressRange range) {
    lock.lock();
    try {
      long base = new CongruentSearch(free, offsets, sizes, align).in(range);
      for (int i = 0; base != 0 && i < offsets.length; i++) {
        VmapArea area = free.containing(base + offsets[i]);
        if (area == null || free.clip(area, base + offsets[i], sizes[i]) != 0) {
          throw new IllegalStateException("areas at base 0x%x overlap".formatted(base));
        }
      }
      return base;
    } finally {
      lock.unlock();
    }
  }

  /** Makes areas that are in no tree free; sorts {@code areas}, whose objects are used up. */
  void release(List<VmapArea> areas) {
    if (areas.isEmpty()) {
      return;
    }
    areas.sort(BY_ADDRESS);
    lock.lock();
    try {
      VmapArea run = areas.getFirst();
      for (VmapArea area : areas.subList(1, areas.size())) {
        if (run.end() == area.start()) {
          run.setBounds(run.start(), area.end());
        } else {
          free.mergeOrAdd(run);
          run = area;
        }
      }
      free.mergeOrAdd(run);
    } finally {
      lock.unlock();
    }
  }

  /** Visits the free areas by rising address, under the lock. */
  void forEach(Consumer<VmapArea> visitor) {
    lock.lock();
    try {
      free.forEach(visitor);
    } finally {
      lock.unlock();
    }
  }

  /** Requires the laws of the tree. */
  void check() {
    lock.lock();
    try {
      FreeAreaCheck.check(free);
    } finally {
      lock.unlock();
    }
  }
}
