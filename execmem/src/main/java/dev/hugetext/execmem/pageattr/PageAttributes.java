package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of page protections ({@code set_memory_*}): with the alias in the direct map, large pages
 * kept where the whole of one is changed and split otherwise, and the flushes that follow.
 *
 * <p>Each call first purges lazily freed vmalloc space. NX is never mirrored (the direct map is
 * never executable), anything else is; once the alias was visited everything is flushed rather than
 * a range. What kernels do differently is in {@link AttributeEra}.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/mm/pat/set_memory.c">
 *     change_page_attr_set_clr</a>
 */
public final class PageAttributes implements DirectMapPresence {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final KernelLayout layout;
  private final PageTable table;
  private final DirectMap directMap;
  private final TlbFlush flush;
  private final VmUnmapAliases aliases;
  private final Warnings warnings;
  private final KernelVersion version;
  private final AttributeEra era;
  private final ProtectionChange readOnly;
  private final ProtectionChange readOnlyExecutable;
  private final LargePageCollapse collapse;
  private final CpaStatistics.Counter statistics = new CpaStatistics.Counter();
  private final ReentrantLock cpaLock = new ReentrantLock();

  /**
   * Protections in {@code mm}, whose direct map is {@code directMap}.
   *
   * @param aliases what is asked to purge freed vmalloc space before each change
   * @param version the kernel whose ways it has
   */
  public PageAttributes(
      InitMm mm, DirectMap directMap, VmUnmapAliases aliases, KernelVersion version) {
    layout = mm.layout();
    table = mm.table();
    flush = mm.flush();
    warnings = mm.warnings();
    this.version = version;
    era = AttributeEra.of(version);
    readOnly = ProtectionChange.readOnly(version);
    readOnlyExecutable = ProtectionChange.readOnlyExecutable(version);
    collapse = new LargePageCollapse(table, directMap, flush);
    this.directMap = directMap;
    this.aliases = aliases;
  }

  /** What it does as only some kernels do. */
  public AttributeEra era() {
    return era;
  }

  /** {@code set_memory_ro}: no more writes; {@code pages} of 4 KiB. 0 or a negative error. */
  public int setReadOnly(long address, long pages) {
    return change(address, pages, readOnly);
  }

  /** {@code set_memory_rw}: writes allowed; {@code pages} of 4 KiB. 0 or a negative error. */
  public int setWritable(long address, long pages) {
    return change(address, pages, ProtectionChange.WRITABLE);
  }

  /** {@code set_memory_x}: execution allowed; {@code pages} of 4 KiB. 0 or a negative error. */
  public int setExecutable(long address, long pages) {
    return change(address, pages, ProtectionChange.EXECUTABLE);
  }

  /** {@code set_memory_nx}: no more execution; {@code pages} of 4 KiB. 0 or a negative error. */
  public int setNoExecute(long address, long pages) {
    return change(address, pages, ProtectionChange.NO_EXECUTE);
  }

  /**
   * {@code set_memory_rox}: no more writes, execution allowed, in one pass; {@code pages} of 4 KiB.
   *
   * @return 0 or a negative error
   * @throws IllegalStateException in a kernel that has no such call
   */
  public int setReadOnlyExecutable(long address, long pages) {
    if (!era.hasReadOnlyExecutable()) {
      throw new IllegalStateException("this kernel has no set_memory_rox");
    }
    return change(address, pages, readOnlyExecutable);
  }

  /**
   * Makes text of data as this kernel does: {@code set_memory_rox} where there is one, else {@code
   * set_memory_ro}, then {@code set_memory_x}. Stops at the first error.
   */
  public int makeText(long address, long pages) {
    if (era.hasReadOnlyExecutable()) {
      return setReadOnlyExecutable(address, pages);
    }
    int error = setReadOnly(address, pages);
    return error != 0 ? error : setExecutable(address, pages);
  }

  @Override
  public int setInvalid(long physical, long pages) {
    return changeQuietly(physical, pages, ProtectionChange.NOT_PRESENT);
  }

  @Override
  public int setDefault(long physical, long pages) {
    return changeQuietly(physical, pages, ProtectionChange.PRESENT);
  }

  private int changeQuietly(long physical, long pages, ProtectionChange change) {
    return changeRange(layout.directMapAddress(physical), pages, change, new Owed(), false);
  }

  /** What was found since boot. */
  public CpaStatistics statistics() {
    cpaLock.lock();
    try {
      return statistics.value();
    } finally {
      cpaLock.unlock();
    }
  }

  /** What one call found out: which flush it owes. */
  private static final class Owed {
    boolean flush;
    boolean everything;
  }

  private int change(long address, long pages, ProtectionChange change) {
    long start = PageSize.KIB_4.base(address);
    if (start != address) {
      warnings.warnOnce(Warnings.Site.SET_MEMORY_UNALIGNED, "address 0x%x".formatted(address));
    }
    aliases.unmapAliases();
    Owed owed = new Owed();
    int error = changeRange(start, pages, change, owed, true);
    if (error != 0) {
      flush.all();
    } else if (owed.flush) {
      boolean manyFlushAll =
          pages > TlbFlush.SINGLE_PAGE_CEILING && !version.isAtLeast(KernelVersion.V6_18);
      finish(start, start + pages * PAGE, change, owed.everything || manyFlushAll);
    }
    return error;
  }

  private void finish(long start, long end, ProtectionChange change, boolean everything) {
    if (everything) {
      flush.all();
    } else {
      flush.kernelRange(start, end);
    }
    if (era == AttributeEra.COLLAPSE && change.equals(readOnlyExecutable)) {
      cpaLock.lock();
      try {
        collapse.collapse(start, end);
      } finally {
        cpaLock.unlock();
      }
    }
  }

  private int changeRange(
      long start, long pages, ProtectionChange change, Owed owed, boolean primary) {
    long end = start + pages * PAGE;
    for (long at = start; at != end; ) {
      long handled;
      cpaLock.lock();
      try {
        handled = changeOneLeaf(at, end - at, change, owed, primary);
      } finally {
        cpaLock.unlock();
      }
      if (Errno.isError(handled)) {
        return (int) handled;
      }
      if (primary) {
        int error = visitAlias(at, handled, change.withoutExecution(), owed);
        if (error != 0) {
          return error;
        }
      }
      at += handled;
    }
    return 0;
  }

  /** Changes what lies at {@code at}; bytes dealt with (at most {@code rest}), or an error. */
  private long changeOneLeaf(
      long at, long rest, ProtectionChange change, Owed owed, boolean primary) {
    while (true) {
      PageTable.Entry entry = table.find(at);
      if (entry.value() == 0) {
        return skipHole(at, primary);
      }
      PageSize size = entry.level();
      long wanted = change.appliedTo(entry.value());
      statistics.checked(size);
      if (wanted == entry.value()) {
        statistics.sameProtection(size);
        return Math.min(rest, size.bytes() - size.offset(at));
      }
      if (size.isAligned(at) && rest >= size.bytes()) {
        table.writeEntry(entry.address(), wanted);
        statistics.preserved(size);
        owed.flush = true;
        return size.bytes();
      }
      if (!directMap.split(at, size)) {
        return Errno.ENOMEM.negative();
      }
      flush.all(); // two sizes with different protections must never be cached at once
    }
  }

  private long skipHole(long at, boolean primary) {
    if (!primary || directMap.contains(at)) {
      return PAGE;
    }
    warnings.warnOnce(Warnings.Site.SET_MEMORY_UNMAPPED, "nothing is mapped at 0x%x".formatted(at));
    return Errno.EFAULT.negative();
  }

  private int visitAlias(long at, long bytes, ProtectionChange change, Owed owed) {
    if (!change.isEmpty()) {
      return changeAlias(at, bytes, change, owed);
    }
    if (era.visitsAliasForNothing() && !directMap.contains(at)) {
      owed.everything = true;
    }
    return 0;
  }

  /**
   * Mirrors a change in the direct map, and in the kernel text mapping where the frames belong to
   * that. Errors there are the kernel's own business and ignored, as it does.
   */
  private int changeAlias(long at, long bytes, ProtectionChange change, Owed owed) {
    PageTable.Entry entry = table.find(at);
    if (!entry.isPresent()) {
      return 0;
    }
    long physical = entry.physical(at);
    long pages = bytes / PAGE;
    if (!directMap.contains(at)) {
      owed.everything = true;
      long alias = layout.directMapAddress(physical);
      int error = changeRange(alias, pages, change, new Owed(), false);
      if (error != 0) {
        return error;
      }
    }
    long text = layout.textAddress(physical);
    if (layout.image().contains(text) && !layout.image().contains(at)) {
      PageTable.Entry mapped = table.find(text);
      if (mapped.isPresent() && mapped.physical(text) == physical) {
        owed.everything = true;
        changeRange(text, pages, change, new Owed(), false);
      }
    }
    return 0;
  }
}
