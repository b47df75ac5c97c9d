package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.pageattr.DirectMapPresence;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Virtually contiguous kernel memory: address space from {@link VmapSpace} with frames mapped
 * behind it. Thread safe.
 *
 * <p>Where 2 MiB pages are allowed and wanted but cannot be had, it silently takes 4 KiB pages for
 * the whole of the request. What is freed is unmapped at once, but flushed, and its addresses used
 * again, only after the next purge.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/mm/vmalloc.c">__vmalloc_node_range</a>
 */
public final class Vmalloc {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final VmapSpace space;
  private final PhysicalMemory memory;
  private final FrameAllocator frames;
  private final FrameAccount account;
  private final KernelMappings mappings;
  private final PermissionReset permissionReset;
  private final Warnings warnings;
  private final VmallocOptions options;
  private final VmallocResize resize;

  /**
   * Memory of {@code mm} in {@code space}.
   *
   * @param presence the direct map, for memory that is freed with its reset
   */
  public Vmalloc(InitMm mm, VmapSpace space, VmallocOptions options, DirectMapPresence presence) {
    this.space = space;
    this.options = options;
    memory = mm.memory();
    frames = mm.frames();
    account = frames.openAccount("vmalloc");
    mappings = space.mappings();
    permissionReset = new PermissionReset(mm.layout(), space, presence);
    warnings = mm.warnings();
    resize = new VmallocResize(mm, this, mappings, options.version());
  }

  /** Allocates and maps; null where space or frames are out. */
  public @Nullable VmStruct allocate(VmallocRequest request) {
    if (request.size() == 0) {
      warnings.warnOnce(Site.VMALLOC_SIZE_ZERO, "vmalloc of 0 bytes");
      return null;
    }
    if (Long.compareUnsigned(request.size(), frames.freeBytes()) > 0) {
      return null; // more than there is: not even tried
    }
    if (request.huge() && options.wantsLarge(request.size(), PageSize.MIB_2.bytes())) {
      VmStruct vm = allocate(request, PageSize.MIB_2);
      if (vm != null) {
        return vm;
      }
    }
    return allocate(request, PageSize.KIB_4);
  }

  private @Nullable VmStruct allocate(VmallocRequest request, PageSize pages) {
    long size = roundUp(request.size(), pages.bytes());
    long align =
        Long.compareUnsigned(request.align(), pages.bytes()) > 0 ? request.align() : pages.bytes();
    long guard = request.guard() ? PAGE : 0;
    VmapOutcome outcome = space.allocate(size + guard, align, request.range(), request.mayBlock());
    return switch (outcome) {
      case VmapOutcome.Refused refused -> null;
      case VmapOutcome.Allocated(VmapArea area) -> populate(area, size, pages, request);
    };
  }

  private @Nullable VmStruct populate(
      VmapArea area, long size, PageSize pages, VmallocRequest request) {
    long[] taken = takeFrames((int) (size / pages.bytes()), pages);
    int mapped =
        taken == null
            ? 0
            : mappings.map(area.start(), taken, taken.length, pages, request.protection());
    if (taken != null && mapped == taken.length) {
      if (request.zero()) {
        zero(taken, pages);
      }
      VmStruct vm =
          new VmStruct(area.start(), pages, taken, VmStruct.Kind.VMALLOC)
              .withRequested(request.size());
      area.attachVm(vm);
      return vm;
    }
    space.unlink(area.start());
    mappings.unmap(area.start(), area.start() + mapped * pages.bytes());
    space.freeLazily(area);
    if (taken != null) {
      freeFrames(taken, 0, pages);
    }
    return null;
  }

  /** So many frames, or null, and then none is taken. */
  private long @Nullable [] takeFrames(int count, PageSize pages) {
    long[] taken = new long[count];
    for (int i = 0; i < count; i++) {
      taken[i] = frames.allocate(pages.order(), account);
      if (taken[i] < 0) {
        freeFrames(Arrays.copyOf(taken, i), 0, pages);
        return null;
      }
    }
    return taken;
  }

  /** Frees frames from the one with number {@code from} on. */
  void freeFrames(long[] taken, int from, PageSize pages) {
    for (int i = from; i < taken.length; i++) {
      frames.free(taken[i], pages.order());
    }
  }

  private void zero(long[] taken, PageSize pages) {
    for (long frame : taken) {
      memory.fill(frame, pages.bytes(), 0);
    }
  }

  /**
   * {@code vfree}: unmaps and frees what {@link #allocate(VmallocRequest)} made; any whole-page
   * address in it does. 0 is nothing to free; any other address only warns.
   */
  public void free(long address) {
    VmStruct vm = remove(address);
    if (vm == null) {
      return;
    }
    if (vm.flushResetPerms()) {
      permissionReset.flushAndReset(vm);
    }
    if (vm.kind() == VmStruct.Kind.VMALLOC) {
      freeFrames(vm.frames(), 0, vm.pageSize());
    }
  }

  /**
   * {@code vmap}: maps frames that the caller keeps, in 4 KiB pages with a guard page after them.
   *
   * @param physical one address a page, at least one
   * @param protection bits of each leaf; never executable
   * @return null where space or frames for tables are out
   */
  public @Nullable VmStruct map(long[] physical, long protection) {
    if (Long.compareUnsigned(physical.length * PAGE, memory.size()) > 0) {
      return null; // more pages than there are
    }
    VmapOutcome outcome = space.allocate(physical.length * PAGE + PAGE, PAGE, space.vmallocRange());
    if (!(outcome instanceof VmapOutcome.Allocated(VmapArea area))) {
      return null;
    }
    long[] pages = physical.clone();
    VmStruct vm = new VmStruct(area.start(), PageSize.KIB_4, pages, VmStruct.Kind.VMAP);
    area.attachVm(vm);
    long bits = protection | Pte.NX;
    if (mappings.map(vm.address(), pages, pages.length, PageSize.KIB_4, bits) < pages.length) {
      unmap(vm.address());
      return null;
    }
    return vm;
  }

  /** {@code vunmap}: as {@link #free}, but frees no frames. */
  public void unmap(long address) {
    VmStruct vm = remove(address);
    if (vm != null && vm.flushResetPerms()) {
      space.unmapAliases();
    }
  }

  /** Takes an area out of use and unmaps it; null, with the kernel's warning, where it cannot. */
  private @Nullable VmStruct remove(long address) {
    if (address == 0) {
      return null;
    }
    if (!PageSize.KIB_4.isAligned(address)) {
      warnings.warnOnce(Site.VFREE_BAD_ADDRESS, "vfree(0x%x)".formatted(address));
      return null;
    }
    VmapArea area = space.unlinkMapped(address);
    VmStruct vm = area == null ? null : area.vm();
    if (area == null || vm == null) {
      warnings.warnOnce(Site.VFREE_NONEXISTENT_AREA, "vfree(0x%x)".formatted(address));
      return null;
    }
    area.detachVm();
    mappings.unmap(vm.address(), vm.end());
    space.freeLazily(area);
    return vm;
  }

  /**
   * {@code vrealloc}: makes memory of {@code vmalloc} larger or smaller. What fits in the pages
   * that it has stays where it is (the newest kernel frees those that a smaller size does not
   * need); what does not is copied to new memory.
   *
   * @param address 0 to allocate
   * @param size in bytes; 0 to free
   * @param zero whether new bytes are zeroed
   * @return where it is now; 0 where that cannot be had (the old memory stays) or nothing is left
   * @throws IllegalStateException in a kernel that has no such call
   */
  public long reallocate(long address, long size, boolean zero) {
    return resize.reallocate(address, size, zero);
  }

  /** {@code find_vm_area}: what is mapped where {@code address} lies, or null. */
  public @Nullable VmStruct find(long address) {
    VmapArea area = space.find(address);
    return area == null ? null : area.vm();
  }

  /** Says anew what is mapped where {@code vm} lies. */
  void replace(VmStruct vm) {
    VmapArea area = space.find(vm.address());
    if (area == null) {
      throw new IllegalStateException("nothing busy at 0x%x".formatted(vm.address()));
    }
    area.attachVm(vm);
  }

  /** Where memory lies if not asked otherwise. */
  AddressRange range() {
    return space.vmallocRange();
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
      warnings.warnOnce(Site.RESET_PERMS_OF_LARGE_PAGES, vm.toString());
    }
    area.attachVm(vm.withFlushResetPerms());
  }

  private static long roundUp(long value, long to) {
    return (value + to - 1) & -to;
  }
}
