package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;

/** {@code vrealloc}: see {@link Vmalloc#reallocate}. */
final class VmallocResize {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final Vmalloc vmalloc;
  private final KernelMappings mappings;
  private final GuestMemory memory;
  private final Warnings warnings;
  private final KernelVersion version;

  VmallocResize(InitMm mm, Vmalloc vmalloc, KernelMappings mappings, KernelVersion version) {
    this.vmalloc = vmalloc;
    this.mappings = mappings;
    this.version = version;
    memory = new GuestMemory(mm.memory(), mm.table());
    warnings = mm.warnings();
  }

  long reallocate(long address, long size, boolean zero) {
    if (!version.hasVrealloc()) {
      throw new IllegalStateException("Linux %s has no vrealloc".formatted(version.text()));
    }
    if (size == 0) {
      vmalloc.free(address);
      return 0;
    }
    if (address == 0) {
      return allocate(size, zero);
    }
    VmStruct vm = vmalloc.find(address);
    if (vm == null) {
      warnings.warnOnce(
          Warnings.Site.VREALLOC_NONEXISTENT_AREA, "vrealloc(0x%x)".formatted(address));
      return 0;
    }
    if (Long.compareUnsigned(size, vm.size()) <= 0) {
      return inPlace(vm, size, zero);
    }
    long moved = allocate(size, zero);
    if (moved != 0) {
      copy(vm, moved);
      vmalloc.free(address);
    }
    return moved;
  }

  private long allocate(long size, boolean zero) {
    VmallocRequest request =
        new VmallocRequest(
            size, 1, vmalloc.range(), Protection.PAGE_KERNEL, false, true, zero, true);
    VmStruct vm = vmalloc.allocate(request);
    return vm == null ? 0 : vm.address();
  }

  private long inPlace(VmStruct vm, long size, boolean zero) {
    VmStruct resized = vm.withRequested(size);
    if (size > vm.requested()) {
      if (zero) {
        memory.fill(vm.address() + vm.requested(), size - vm.requested(), 0);
      }
    } else {
      int pages = (int) ((size + PAGE - 1) / PAGE);
      if (mayShrink(vm) && pages < vm.pages()) {
        resized = resized.withPages(pages);
        dropTail(vm, pages);
      } else if (zero) {
        memory.fill(vm.address() + size, vm.requested() - size, 0);
      }
    }
    vmalloc.replace(resized);
    return vm.address();
  }

  private boolean mayShrink(VmStruct vm) {
    return version.vreallocShrinks()
        && vm.pageSize() == PageSize.KIB_4
        && !vm.flushResetPerms()
        && vm.kind() == VmStruct.Kind.VMALLOC;
  }

  private void dropTail(VmStruct vm, int from) {
    long start = vm.address() + from * PAGE;
    mappings.unmap(start, vm.end());
    mappings.flush(start, vm.end());
    vmalloc.freeFrames(vm.frames(), from, PageSize.KIB_4);
  }

  private void copy(VmStruct vm, long to) {
    byte[] page = new byte[(int) PAGE];
    for (long done = 0; done < vm.requested(); done += PAGE) {
      int part = (int) Math.min(PAGE, vm.requested() - done);
      memory.read(vm.address() + done, page, 0, part);
      memory.write(to + done, page, 0, part);
    }
  }
}
