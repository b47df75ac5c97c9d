package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Areas of one node that are flushed and can be handed out without a search, by their exact number
 * of pages (the pools of {@code struct vmap_node}).
 */
final class VmapPools {
  /** The largest area that is kept, in pages ({@code MAX_VA_SIZE_PAGES}). */
  private static final int MAX_PAGES = 256;

  private final SpinLock lock = new SpinLock();
  private final @Nullable Deque<VmapArea>[] pools = newPools();
  private int count;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static @Nullable Deque<VmapArea>[] newPools() {
    return new Deque[MAX_PAGES];
  }

  /** Index of the pool for a size in bytes, or -1 for a size that is not kept. */
  private static int poolOf(long bytes) {
    long pages = bytes >>> PageSize.KIB_4.shift();
    return pages > MAX_PAGES ? -1 : (int) pages - 1;
  }

  /**
   * Takes an area of exactly this size. Only the first of the pool is looked at: if its alignment
   * does not do, it becomes the last, and the answer is null.
   */
  @Nullable VmapArea take(long bytes, long align) {
    int pool = poolOf(bytes);
    if (pool < 0) {
      return null;
    }
    lock.lock();
    try {
      Deque<VmapArea> areas = pools[pool];
      VmapArea first = areas == null ? null : areas.pollFirst();
      if (areas == null || first == null) {
        return null;
      }
      if ((first.start() & (align - 1)) != 0) {
        areas.addLast(first);
        return null;
      }
      count--;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a purged area; false where areas of its size are not kept. */
  boolean add(VmapArea area) {
    int pool = poolOf(area.size());
    if (pool < 0) {
      return false;
    }
    lock.lock();
    try {
      Deque<VmapArea> areas = pools[pool];
      if (areas == null) {
        areas = new ArrayDeque<>();
        pools[pool] = areas;
      }
      areas.addLast(area);
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Moves a quarter of each pool, the oldest, to {@code released}; all of it if {@code full}. */
  void decay(boolean full, List<VmapArea> released) {
    lock.lock();
    try {
      for (int i = 0; count > 0 && i < MAX_PAGES; i++) {
        Deque<VmapArea> areas = pools[i];
        if (areas != null) {
          int leaving = full ? areas.size() : areas.size() / 4;
          for (int n = 0; n < leaving; n++) {
            released.add(areas.removeFirst());
          }
          count -= leaving;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Visits what is kept, under the lock. */
  void forEach(Consumer<VmapArea> visitor) {
    lock.lock();
    try {
      for (Deque<VmapArea> areas : pools) {
        if (areas != null) {
          areas.forEach(visitor);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
