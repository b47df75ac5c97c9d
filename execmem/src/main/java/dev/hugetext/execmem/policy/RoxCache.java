package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.pageattr.PageAttributes;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Linux's own execmem with its cache of read-only executable memory (6.13, and again 6.15).
 *
 * <p>The cache is page granular. Until 6.15 what is taken from it is written by text poking; since
 * then its pages become data for as long as they are written, and text again, when large pages may
 * come back. Kprobes and ftrace use it since 6.18 (here: the series of July 2025) and pages of
 * their own before. BPF takes packs of 2 MiB from it and writes to them by text poking. Thread
 * safe.
 */
public final class RoxCache implements ClassicText {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final KernelMemory kernel;
  private final PageAttributes attributes;
  private final ModuleMemory modules;
  private final PageText pages;
  private final ArchText archText;
  private final RoxPool pool;
  private final RoxCacheAreas areas;
  private final Packs packs;
  private final boolean formsInPlace;
  private final boolean servesAll;
  private final List<Long> pendingFrees = new ArrayList<>();

  /**
   * An empty cache.
   *
   * @throws IllegalArgumentException if the kernel is older than 6.13
   */
  public RoxCache(KernelMemory kernel) {
    KernelVersion version = kernel.options().version();
    if (!version.isAtLeast(KernelVersion.V6_13)) {
      throw new IllegalArgumentException("Linux %s has no ROX cache".formatted(version.text()));
    }
    this.kernel = kernel;
    attributes = kernel.attributes();
    modules = new ModuleMemory(kernel);
    pages = new PageText(kernel, modules);
    archText = new ArchText(kernel);
    pool = new RoxPool(kernel, modules.range());
    areas = new RoxCacheAreas(modules.range());
    packs = new Packs(PageSize.MIB_2.bytes(), new CachedPacks(), archText);
    formsInPlace = version.isAtLeast(KernelVersion.V6_15);
    servesAll = version.isAtLeast(KernelVersion.V6_18);
  }

  /** Packs that are blocks of the cache. */
  private final class CachedPacks implements Packs.Source {
    @Override
    public long newPack() {
      return cacheAlloc(PageSize.MIB_2.bytes());
    }

    @Override
    public void release(long pack) {
      cacheFree(pack);
    }
  }

  @Override
  public String policyName() {
    return TextPolicy.ROX_CACHE.text();
  }

  @Override
  public synchronized long alloc(TextUser user, long size, long align) {
    TextAllocator.requireAlignment(align);
    if (size == 0 || Long.compareUnsigned(size, modules.range().bytes()) > 0) {
      return 0;
    }
    if (user.isBpf() && Long.compareUnsigned(size, packs.packBytes()) <= 0) {
      return packs.alloc(size, align);
    }
    boolean cached = servesAll || user.isBpf() || user == TextUser.MODULE_TEXT;
    return cached ? cacheAlloc(ModuleMemory.roundUp(size, PAGE)) : pages.alloc(size, align);
  }

  private long cacheAlloc(long bytes) {
    retryPendingFrees();
    long start = areas.take(bytes);
    if (start == 0) {
      VmStruct vm = pool.populate(bytes);
      if (vm == null) {
        return 0;
      }
      areas.addFree(vm.address(), vm.size());
      start = areas.take(bytes);
    }
    return start;
  }

  /** {@inheritDoc} {@code -EINVAL} outside of every block. */
  @Override
  public synchronized long fill(long dst, byte[] src) {
    long result = fillWherever(dst, src);
    if (result == Errno.EINVAL.negative()) {
      kernel.warnings().warnOnce(Site.TEXT_FILL_UNKNOWN, "%d at 0x%x".formatted(src.length, dst));
    }
    return result;
  }

  private long fillWherever(long dst, byte[] src) {
    if (packs.owns(dst)) {
      return packs.fill(dst, src);
    }
    AddressRange block = areas.busyAround(dst);
    if (block == null) {
      return pages.fill(dst, src);
    }
    if (src.length > block.end() - dst) {
      return Errno.EINVAL.negative();
    }
    if (!formsInPlace) {
      return archText.copy(dst, src);
    }
    return writeAsData(block, () -> kernel.memory().write(dst, src))
        ? dst
        : Errno.ENOMEM.negative();
  }

  /** Makes a block data, writes, makes it text again; false where that cannot be done. */
  private boolean writeAsData(AddressRange block, Runnable write) {
    long count = block.bytes() / PAGE;
    if (attributes.setNoExecute(block.start(), count) != 0
        || attributes.setWritable(block.start(), count) != 0) {
      int _ = attributes.setReadOnlyExecutable(block.start(), count);
      return false;
    }
    write.run();
    kernel.textWritten(block.start(), block.bytes());
    return attributes.setReadOnlyExecutable(block.start(), count) == 0;
  }

  /** {@inheritDoc} Of an address at which no block begins it only warns. */
  @Override
  public synchronized void free(long addr) {
    if (addr == 0 || packs.free(addr) || pages.free(addr)) {
      return;
    }
    if (areas.busyAt(addr) == null || pendingFrees.contains(addr)) {
      kernel.warnings().warnOnce(Site.FREE_UNKNOWN_ADDRESS, "0x%x".formatted(addr));
      return;
    }
    cacheFree(addr);
  }

  private void cacheFree(long start) {
    if (wipe(start)) {
      areas.giveBack(start);
      giveBackWholePages();
    } else {
      pendingFrees.add(start); // the kernel tries again every 10 ms, this at the next allocation
    }
  }

  private void retryPendingFrees() {
    for (Iterator<Long> i = pendingFrees.iterator(); i.hasNext(); ) {
      long start = i.next();
      if (wipe(start)) {
        i.remove();
        areas.giveBack(start);
      }
    }
  }

  /** Fills a busy block with {@code int3}; false where it cannot be written. */
  private boolean wipe(long start) {
    AddressRange block = areas.busyAround(start);
    if (block == null) {
      throw new IllegalStateException("nothing busy at 0x%x".formatted(start));
    }
    if (!formsInPlace) {
      return archText.invalidate(start, block.bytes()) == 0;
    }
    return writeAsData(block, () -> kernel.memory().fill(start, block.bytes(), ArchText.INT3));
  }

  /** The worker after a free: areas of whole, aligned 2 MiB go back. */
  private void giveBackWholePages() {
    for (AddressRange area : areas.freeAreas()) {
      boolean whole =
          PageSize.MIB_2.isAligned(area.start()) && PageSize.MIB_2.isAligned(area.bytes());
      if (whole && pool.release(area.start(), area.bytes())) {
        areas.forget(area.start());
      }
    }
  }

  /** Free areas of the cache by rising address: a copy. */
  public synchronized List<AddressRange> freeAreas() {
    return areas.freeAreas();
  }

  /** Blocks of the cache in use, packs among them, by rising address: a copy. */
  public synchronized List<AddressRange> busyAreas() {
    return areas.busyAreas();
  }

  /** Addresses of BPF's packs, the oldest first: a copy. */
  public synchronized List<Long> packs() {
    return packs.starts();
  }

  /** How many blocks wait to be freed because they could not be written. */
  public synchronized int pendingFrees() {
    return pendingFrees.size();
  }

  @Override
  public synchronized TextUsage usage() {
    long busy = 0;
    for (AddressRange area : areas.busyAreas()) {
      busy += area.bytes();
    }
    long free = 0;
    for (AddressRange area : areas.freeAreas()) {
      free += area.bytes();
    }
    long packed = packs.usage().backed();
    long occupied = busy - packed + packs.usage().occupied();
    return new TextUsage(occupied, busy + free).plus(pages.usage());
  }

  @Override
  public synchronized long resetPermsCalls() {
    return modules.resetPermsCalls();
  }
}
