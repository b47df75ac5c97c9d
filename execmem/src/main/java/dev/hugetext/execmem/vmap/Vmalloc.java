package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.pageattr.DirectMapPresence;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Virtually contiguous kernel memory: address space from {@link VmapSpace} with frames mapped
 * behind it.
 *
 * <p>Where 2 MiB pages are allowed and wanted but cannot be had, it silently takes 4 KiB pages for
 * the whole of the request.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/mm/vmalloc.c">__vmalloc_node_range</a>
 */
public final class Vmalloc {
  private final VmapSpace space;
  private final FrameAllocator frames;
  private final FrameAccount account;
  private final KernelMappings mappings;
  private final KernelLayout layout;
  private final DirectMapPresence presence;
  private final TlbFlush flush;
  private final Warnings warnings;
  private final int onlineNodes;
  private final boolean hugeVmalloc;

  /**
   * Memory of {@code mm} in {@code space}.
   *
   * @param presence the direct map, for memory that is freed with its reset
   * @param onlineNodes memory nodes; a request is huge only if each node's share fills a page
   * @param hugeVmalloc false as with the boot option {@code nohugevmalloc}
   */
  public Vmalloc(
      InitMm mm,
      VmapSpace space,
      DirectMapPresence presence,
      int onlineNodes,
      boolean hugeVmalloc) {
    this.space = space;
    this.presence = presence;
    layout = mm.layout();
    frames = mm.frames();
    account = frames.openAccount("vmalloc");
    mappings = new KernelMappings(mm);
    flush = mm.flush();
    warnings = mm.warnings();
    this.onlineNodes = onlineNodes;
    this.hugeVmalloc = hugeVmalloc;
  }

  /** Allocates and maps; the contents are what they were. Null where space or frames are out. */
  public @Nullable VmStruct allocate(VmallocRequest request) {
    if (request.size() == 0) {
      warnings.warnOnce(Warnings.Site.VMALLOC_SIZE_ZERO, "vmalloc of 0 bytes");
      return null;
    }
    if (Long.compareUnsigned(request.size(), frames.freeBytes()) > 0) {
      return null; // more than there is: not even tried
    }
    boolean wantsHuge =
        request.huge() && hugeVmalloc && request.size() / onlineNodes >= PageSize.MIB_2.bytes();
    if (wantsHuge) {
      VmStruct vm = allocate(request, PageSize.MIB_2);
      if (vm != null) {
        return vm;
      }
    }
    return allocate(request, PageSize.KIB_4);
  }

  private @Nullable VmStruct allocate(VmallocRequest request, PageSize pages) {
    long size = roundUp(request.size(), pages.bytes());
    long align = Math.max(request.align(), pages.bytes());
    long guard = request.guard() ? PageSize.KIB_4.bytes() : 0;
    VmapOutcome outcome = space.allocate(size + guard, align, request.range());
    return switch (outcome) {
      case VmapOutcome.Refused refused -> null;
      case VmapOutcome.Allocated(VmapArea area) -> fill(area, size, pages, request.protection());
    };
  }

  private @Nullable VmStruct fill(VmapArea area, long size, PageSize pages, long protection) {
    List<Long> taken = new ArrayList<>();
    long end = area.start() + size;
    long at = area.start();
    while (at != end) {
      long frame = frames.allocate(pages.order(), account);
      if (frame < 0) {
        break;
      }
      taken.add(frame);
      if (!mappings.map(at, frame, pages, protection)) {
        break;
      }
      at += pages.bytes();
    }
    if (at == end) {
      VmStruct vm = new VmStruct(area.start(), size, pages, taken, false);
      area.attachVm(vm);
      return vm;
    }
    mappings.unmap(area.start(), at);
    space.unlink(area.start());
    flush.kernelRange(area.start(), area.end());
    giveBack(area, taken, pages);
    return null;
  }

  /**
   * Unmaps and frees what {@link #allocate(VmallocRequest)} made at {@code address}. 0 is nothing
   * to free; any other address that is not the start of such memory only warns.
   */
  public void free(long address) {
    if (address == 0) {
      return;
    }
    if (!PageSize.KIB_4.isAligned(address)) {
      warnings.warnOnce(Warnings.Site.VFREE_BAD_ADDRESS, "vfree(0x%x)".formatted(address));
      return;
    }
    VmapArea area = space.find(address);
    VmStruct vm = area == null ? null : area.vm();
    if (area == null || vm == null) {
      warnings.warnOnce(Warnings.Site.VFREE_NONEXISTENT_AREA, "vfree(0x%x)".formatted(address));
      return;
    }
    space.unlink(address);
    area.detachVm();
    mappings.unmap(vm.address(), vm.end());
    if (vm.flushResetPerms()) {
      resetDirectMap(area, vm);
    } else {
      flush.kernelRange(area.start(), area.end());
    }
    giveBack(area, vm.frames(), vm.pageSize());
  }

  /**
   * Gives the frames' alias its usual protection back: first not present, so that the one flush
   * over it and the area leaves no translation of either, then as ever. What was split stays so.
   */
  private void resetDirectMap(VmapArea area, VmStruct vm) {
    long small = PageSize.KIB_4.bytes();
    long low = area.start();
    long high = area.end();
    for (long frame : vm.frames()) {
      for (long at = frame; at != frame + vm.pageSize().bytes(); at += small) {
        int _ = presence.setInvalid(at, 1);
      }
      long alias = layout.directMapAddress(frame);
      low = Long.compareUnsigned(alias, low) < 0 ? alias : low;
      long aliasEnd = alias + vm.pageSize().bytes();
      high = Long.compareUnsigned(aliasEnd, high) > 0 ? aliasEnd : high;
    }
    flush.kernelRange(low, high);
    for (long frame : vm.frames()) {
      for (long at = frame; at != frame + vm.pageSize().bytes(); at += small) {
        int _ = presence.setDefault(at, 1);
      }
    }
  }

  /**
   * {@code set_vm_flush_reset_perms}: {@link #free} of the memory at this address will reset the
   * direct map. Of large pages it warns: that would split their alias.
   */
  public void setFlushResetPerms(long address) {
    VmapArea area = space.find(address);
    VmStruct vm = area == null ? null : area.vm();
    if (area == null || vm == null) {
      return;
    }
    if (vm.pageSize() != PageSize.KIB_4) {
      warnings.warnOnce(Warnings.Site.RESET_PERMS_OF_LARGE_PAGES, vm.toString());
    }
    area.attachVm(vm.withFlushResetPerms());
  }

  private void giveBack(VmapArea area, List<Long> taken, PageSize pages) {
    space.release(area);
    for (long frame : taken) {
      frames.free(frame, pages.order());
    }
  }

  private static long roundUp(long value, long to) {
    return (value + to - 1) & -to;
  }
}
