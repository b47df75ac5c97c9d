package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.execmem.sync.ThisCpu;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of all CPUs ({@code vm_map_ram}): small mappings for which no tree is searched.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/mm/vmalloc.c">vb_alloc</a>
 */
final class VmapBlocks {
  /** The largest mapping that a block serves, in pages ({@code VMAP_MAX_ALLOC}). */
  static final int MAX_PAGES = Long.SIZE;

  private final int blockPages;
  private final boolean linger;
  private final ThisCpu cpu;
  private final List<Queue> queues = new ArrayList<>();
  private final Map<Long, VmapBlock> byNumber = new ConcurrentHashMap<>();

  /** The blocks of one CPU of which something can be taken, oldest first. */
  private static final class Queue {
    final SpinLock lock = new SpinLock();
    final List<VmapBlock> usable = new ArrayList<>();
  }

  /** None yet; {@code linger} as in {@code KernelVersion.blocksLinger}. */
  VmapBlocks(ThisCpu cpu, boolean linger) {
    this.cpu = cpu;
    this.linger = linger;
    blockPages = blockPages(cpu.count());
    for (int i = 0; i < cpu.count(); i++) {
      queues.add(new Queue());
    }
  }

  /** {@code VMAP_BBMAP_BITS}: a sixteenth of each CPU's share of 128 GiB, within limits. */
  static int blockPages(int cpus) {
    long pages = (128L << 30) / PageSize.KIB_4.bytes();
    long roundedUp = cpus == 1 ? 1 : Integer.highestOneBit(cpus - 1) * 2L;
    return (int) Math.min(1024, Math.max(2 * MAX_PAGES, pages / roundedUp / 16));
  }

  /** Size and alignment of a block. */
  long blockBytes() {
    return blockPages * PageSize.KIB_4.bytes();
  }

  /** How much of a block a mapping takes: a power of two of pages. */
  static int rounded(int pages) {
    return pages == 1 ? 1 : Integer.highestOneBit(pages - 1) * 2;
  }

  /** Takes pages of a block of this CPU, at most {@link #MAX_PAGES}; 0 where none has them left. */
  long take(int pages) {
    Queue queue = queues.get(cpu.id());
    queue.lock.lock();
    try {
      for (int i = 0; i < queue.usable.size(); i++) {
        long address = queue.usable.get(i).take(pages);
        if (address != 0) {
          if (queue.usable.get(i).isSpent()) {
            queue.usable.remove(i);
          }
          return address;
        }
      }
      return 0;
    } finally {
      queue.lock.unlock();
    }
  }

  /** Adds a block to those of this CPU and takes its first pages. */
  long addAndTake(long start, int pages) {
    VmapBlock block = new VmapBlock(start, blockPages, cpu.id());
    long address = block.take(pages);
    byNumber.put(number(start), block);
    Queue queue = queues.get(block.cpu());
    queue.lock.lock();
    try {
      queue.usable.add(block);
      return address;
    } finally {
      queue.lock.unlock();
    }
  }

  private long number(long address) {
    return Long.divideUnsigned(address, blockBytes());
  }

  /** The block around an address, or null. */
  @Nullable VmapBlock containing(long address) {
    return byNumber.get(number(address));
  }

  /** Forgets a block that is dirty all over. */
  void remove(VmapBlock block) {
    byNumber.remove(number(block.start()));
  }

  /**
   * Takes fragmented blocks out of use: {@code purge_fragmented_blocks_allcpus}.
   *
   * @param force whether also those that may linger
   * @return what is to be freed
   */
  List<VmapBlock> retireFragmented(boolean force) {
    int keepFrom = linger && !force ? blockPages / 4 : Integer.MAX_VALUE;
    List<VmapBlock> retired = new ArrayList<>();
    for (Queue queue : queues) {
      queue.lock.lock();
      try {
        queue.usable.removeIf(block -> block.retire(keepFrom) && retired.add(block));
      } finally {
        queue.lock.unlock();
      }
    }
    retired.forEach(this::remove);
    return retired;
  }

  /** The smallest range over all that was unmapped in blocks and may still be translated. */
  FlushRange dirtyRange() {
    FlushRange range = FlushRange.NONE;
    if (linger) {
      for (VmapBlock block : byNumber.values()) {
        range = block.addDirty(range, true);
      }
      return range;
    }
    for (Queue queue : queues) { // until 6.5 spent blocks were overlooked, the others flushed anew
      queue.lock.lock();
      try {
        for (VmapBlock block : queue.usable) {
          range = block.addDirty(range, false);
        }
      } finally {
        queue.lock.unlock();
      }
    }
    return range;
  }
}
