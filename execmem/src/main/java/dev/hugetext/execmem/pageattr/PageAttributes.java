package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of page protections ({@code set_memory_*}), as Linux 6.1 makes them: with the alias in
 * the direct map, large pages kept where the whole of one is changed and split otherwise, and the
 * flushes that follow.
 *
 * <p>Each call first purges lazily freed vmalloc space. A change of NX alone does not visit the
 * alias (the direct map is never executable); any other change does, and then everything is flushed
 * rather than a range. Nothing is ever merged again.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/mm/pat/set_memory.c">
 *     change_page_attr_set_clr</a>
 */
public final class PageAttributes {
  private final KernelLayout layout;
  private final PageTable table;
  private final DirectMap directMap;
  private final TlbFlush flush;
  private final VmUnmapAliases aliases;
  private final Warnings warnings;
  private final ReentrantLock cpaLock = new ReentrantLock();

  /**
   * Protections in {@code mm}, whose direct map is {@code directMap}.
   *
   * @param aliases what is asked to purge freed vmalloc space before each change
   */
  public PageAttributes(InitMm mm, DirectMap directMap, VmUnmapAliases aliases) {
    layout = mm.layout();
    table = mm.table();
    flush = mm.flush();
    warnings = mm.warnings();
    this.directMap = directMap;
    this.aliases = aliases;
  }

  /** {@code set_memory_ro}: no more writes; {@code pages} of 4 KiB. 0 or a negative error. */
  public int setReadOnly(long address, long pages) {
    return change(address, pages, ProtectionChange.READ_ONLY);
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
      if (owed.everything) {
        flush.all();
      } else {
        flush.kernelRange(start, start + pages * PageSize.KIB_4.bytes());
      }
    }
    return error;
  }

  private int changeRange(
      long start, long pages, ProtectionChange change, Owed owed, boolean primary) {
    long end = start + pages * PageSize.KIB_4.bytes();
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
      if (primary && !change.withoutExecution().isEmpty()) {
        int error = changeAlias(at, handled, change.withoutExecution(), owed);
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
      if (!entry.isPresent()) {
        return skipHole(at, primary);
      }
      PageSize size = entry.level();
      long wanted = change.appliedTo(entry.value());
      if (wanted == entry.value()) {
        return Math.min(rest, size.bytes() - size.offset(at));
      }
      if (size.isAligned(at) && rest >= size.bytes()) {
        table.writeEntry(entry.address(), wanted);
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
      return PageSize.KIB_4.bytes();
    }
    warnings.warnOnce(Warnings.Site.SET_MEMORY_UNMAPPED, "nothing is mapped at 0x%x".formatted(at));
    return Errno.EFAULT.negative();
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
    long pages = bytes / PageSize.KIB_4.bytes();
    if (!directMap.contains(at)) {
      owed.everything = true;
      int error = changeRange(layout.directMapAddress(physical), pages, change, owed, false);
      if (error != 0) {
        return error;
      }
    }
    long text = layout.textAddress(physical);
    if (layout.image().contains(text) && !layout.image().contains(at)) {
      PageTable.Entry mapped = table.find(text);
      if (mapped.isPresent() && mapped.physical(text) == physical) {
        owed.everything = true;
        changeRange(text, pages, change, owed, false);
      }
    }
    return 0;
  }
}
