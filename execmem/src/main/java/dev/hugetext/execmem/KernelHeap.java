package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kernel data in the direct map: pages, and objects of power-of-two sizes cut out of pages ({@code
 * alloc_pages}, {@code kmalloc}).
 *
 * <p>Deterministic: an object comes from the lowest page with room, and there from the lowest slot.
 * Everything handed out is zeroed. Thread safe.
 */
final class KernelHeap {
  private static final int PAGE = (int) PageSize.KIB_4.bytes();
  private static final int MIN_SHIFT = 3;
  private static final int PAGE_SHIFT = PageSize.KIB_4.shift();

  /** The largest order that {@code alloc_pages} serves: 4 MiB. */
  private static final int MAX_ORDER = 10;

  private final KernelLayout layout;
  private final PhysicalMemory memory;
  private final FrameAllocator frames;
  private final FrameAccount account;
  private final Map<Long, SlabPage> pages = new HashMap<>();
  private final Map<Integer, TreeMap<Long, SlabPage>> partial = new HashMap<>();
  private final Map<Long, Integer> orders = new HashMap<>();

  KernelHeap(InitMm mm) {
    layout = mm.layout();
    memory = mm.memory();
    frames = mm.frames();
    account = frames.openAccount("kernel data");
  }

  /** {@code 2^order} zeroed pages; their address in the direct map, or 0. */
  synchronized long allocPages(int order) {
    if (order < 0 || order > MAX_ORDER) {
      return 0;
    }
    long physical = frames.allocate(order, account);
    if (physical < 0) {
      return 0;
    }
    memory.fill(physical, (long) PAGE << order, 0);
    return layout.directMapAddress(physical);
  }

  /** Zeroed memory for good, at boot ({@code memblock_alloc}), 2 MiB aligned; or 0. */
  synchronized long allocateBlock(long bytes) {
    int order = Long.SIZE - Long.numberOfLeadingZeros((bytes - 1) >>> PAGE_SHIFT);
    long physical = frames.allocate(order, account);
    if (physical < 0) {
      return 0;
    }
    memory.fill(physical, bytes, 0);
    return layout.directMapAddress(physical);
  }

  void freePages(long address, int order) {
    frames.free(layout.physicalOfDirectMap(address), order);
  }

  /** {@code size} zeroed bytes, aligned to their size rounded up to a power of two; or 0. */
  synchronized long kmalloc(long size) {
    if (size <= 0 || size > (long) PAGE << MAX_ORDER) {
      return 0;
    }
    int shift = Math.max(MIN_SHIFT, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
    return shift < PAGE_SHIFT ? small(shift) : large(shift - PAGE_SHIFT);
  }

  private long large(int order) {
    long address = allocPages(order);
    if (address != 0) {
      orders.put(address, order);
    }
    return address;
  }

  private long small(int shift) {
    TreeMap<Long, SlabPage> withRoom = partial.computeIfAbsent(shift, s -> new TreeMap<>());
    if (withRoom.isEmpty()) {
      long address = allocPages(0);
      if (address == 0) {
        return 0;
      }
      SlabPage page = new SlabPage(address, shift);
      pages.put(address, page);
      withRoom.put(address, page);
    }
    SlabPage page = withRoom.firstEntry().getValue();
    long object = page.take();
    if (page.isFull()) {
      withRoom.remove(page.address());
    }
    memory.fill(layout.physicalOfDirectMap(object), 1L << shift, 0);
    return object;
  }

  /**
   * Gives an object back; 0 is nothing to give back.
   *
   * @throws KernelBug if no such object is allocated
   */
  synchronized void kfree(long address) {
    if (address == 0) {
      return;
    }
    Integer order = orders.remove(address);
    if (order != null) {
      freePages(address, order);
      return;
    }
    SlabPage page = pages.get(PageSize.KIB_4.base(address));
    if (page == null || !page.giveBack(address)) {
      throw new KernelBug("kfree of 0x%x, which is not allocated".formatted(address));
    }
    TreeMap<Long, SlabPage> withRoom = partial.computeIfAbsent(page.shift(), s -> new TreeMap<>());
    if (page.isEmpty()) {
      withRoom.remove(page.address());
      pages.remove(page.address());
      freePages(page.address(), 0);
    } else {
      withRoom.put(page.address(), page);
    }
  }
}
