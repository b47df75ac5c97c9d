package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What becomes of freed address space: it waits, with its stale translations, until so much waits
 * that one flush is worth its price, or until somebody needs it gone.
 *
 * <p>The worker that the kernel would wake above the limit acts at once here, on the thread that
 * freed; while another thread purges, the next free above the limit asks again.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.1/mm/vmalloc.c">__purge_vmap_area_lazy</a>
 */
final class LazyPurge {
  /** A purge is due for each 32 MiB and doubling of the CPUs. */
  private static final long PAGES_A_DOUBLING = (32L << 20) / PageSize.KIB_4.bytes();

  private final ReentrantLock purgeLock = new ReentrantLock(); // vmap_purge_lock, a mutex
  private final AtomicLong lazyPages = new AtomicLong();
  private final VmapNodes nodes;
  private final FreeSpace free;
  private final TlbFlush flush;
  private final long limitPages;
  private long purges;

  LazyPurge(VmapNodes nodes, FreeSpace free, TlbFlush flush, int onlineCpus) {
    this.nodes = nodes;
    this.free = free;
    this.flush = flush;
    limitPages = limitPages(onlineCpus);
  }

  /** {@code lazy_max_pages}: above so many pages that wait, a purge is due. */
  static long limitPages(int onlineCpus) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(onlineCpus)) * PAGES_A_DOUBLING;
  }

  long limitPages() {
    return limitPages;
  }

  /** Pages of address space that wait, guard pages included. */
  long lazyPages() {
    return lazyPages.get();
  }

  /** How many purges found something that waited. */
  long purges() {
    purgeLock.lock();
    try {
      return purges;
    } finally {
      purgeLock.unlock();
    }
  }

  /**
   * Lets an unmapped area that is in no tree wait; purges if that is one page too many, unless this
   * thread is about to purge anyway.
   */
  void add(VmapArea area) {
    long waiting = lazyPages.addAndGet(area.size() >>> PageSize.KIB_4.shift());
    nodes.owner(area).addLazy(area);
    if (waiting > limitPages && !purgeLock.isHeldByCurrentThread() && purgeLock.tryLock()) {
      try {
        purge(FlushRange.NONE, false);
      } finally {
        purgeLock.unlock();
      }
    }
  }

  /** Runs {@code body} while no other purge does. */
  void exclusively(Runnable body) {
    purgeLock.lock();
    try {
      body.run();
    } finally {
      purgeLock.unlock();
    }
  }

  /**
   * Flushes everything that waits, with one flush over all of it and {@code also}, and makes it
   * usable again. The caller holds the purge lock.
   *
   * @param fullDecay whether pools are emptied and not filled, so that all of it becomes free
   * @return false if nothing waited; then nothing was flushed either
   */
  boolean purge(FlushRange also, boolean fullDecay) {
    List<VmapArea> released = new ArrayList<>();
    List<List<VmapArea>> waiting = new ArrayList<>();
    FlushRange range = also;
    for (VmapNode node : nodes.all()) {
      node.pools().decay(fullDecay, released);
      List<VmapArea> taken = node.takeLazy();
      waiting.add(taken);
      for (VmapArea area : taken) {
        range = range.with(area.start(), area.end());
      }
    }
    boolean any = waiting.stream().anyMatch(areas -> !areas.isEmpty());
    if (any) {
      purges++;
      flush.kernelRange(range.start(), range.end());
      for (int i = 0; i < waiting.size(); i++) {
        reuse(waiting.get(i), fullDecay, released);
      }
    }
    free.release(released);
    return any;
  }

  private void reuse(List<VmapArea> purged, boolean fullDecay, List<VmapArea> released) {
    long pages = 0;
    for (VmapArea area : purged) {
      pages += area.size() >>> PageSize.KIB_4.shift();
      boolean pooled = area.hasNode() && !fullDecay && nodes.owner(area).pools().add(area);
      if (!pooled) {
        released.add(area);
      }
    }
    lazyPages.addAndGet(-pages);
  }
}
