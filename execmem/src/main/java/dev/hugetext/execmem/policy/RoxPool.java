package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;
import org.jspecify.annotations.Nullable;

/**
 * Where the ROX cache gets memory, and how it gives it back.
 *
 * <p>In 6.13 memory of the cache is not in the direct map: it is unmapped, then mapped again as
 * text. Since 6.15 its alias is read-only.
 */
final class RoxPool {
  private static final long LARGE = PageSize.MIB_2.bytes();

  private final KernelMemory kernel;
  private final AddressRange range;
  private final boolean leavesDirectMap;

  RoxPool(KernelMemory kernel, AddressRange range) {
    this.kernel = kernel;
    this.range = range;
    leavesDirectMap = !kernel.options().version().isAtLeast(KernelVersion.V6_15);
  }

  /**
   * Whole large pages for at least {@code size} bytes, or small pages for exactly {@code size}
   * where there are none; text full of {@code int3}. Null where there is nothing.
   */
  @Nullable VmStruct populate(long size) {
    VmStruct vm = vmalloc(ModuleMemory.roundUp(size, LARGE), LARGE, true);
    if (vm == null) {
      vm = vmalloc(size, PageSize.KIB_4.bytes(), false);
    }
    if (vm == null) {
      return null;
    }
    kernel.memory().fill(vm.address(), vm.size(), ArchText.INT3);
    boolean made = leavesDirectMap ? remap(vm) : makeText(vm);
    if (!made) {
      setAliasValid(vm);
      kernel.vmalloc().free(vm.address());
      return null;
    }
    return vm;
  }

  private @Nullable VmStruct vmalloc(long size, long align, boolean huge) {
    return kernel
        .vmalloc()
        .allocate(new VmallocRequest(size, align, range, Protection.PAGE_KERNEL, huge, true));
  }

  private boolean makeText(VmStruct vm) {
    return kernel.attributes().setReadOnlyExecutable(vm.address(), vm.smallPages()) == 0;
  }

  /** Unmaps it, also in the direct map, and maps it as text. */
  private boolean remap(VmStruct vm) {
    PageTable table = kernel.machine().kernelTable();
    long step = vm.pageSize().bytes();
    for (long va = vm.address(); va != vm.end(); va += step) {
      table.writeEntry(table.find(va).address(), 0);
    }
    kernel.tlbFlush().kernelRange(vm.address(), vm.end());
    for (int i = 0; i < vm.pages(); i++) {
      if (kernel.attributes().setInvalid(vm.frame(i), step / PageSize.KIB_4.bytes()) != 0) {
        return false;
      }
    }
    long large = vm.pageSize() == PageSize.KIB_4 ? 0 : Pte.PS;
    for (int i = 0; i < vm.pages(); i++) {
      long entry = table.find(vm.address() + i * step).address();
      table.writeEntry(entry, vm.frame(i) | Protection.PAGE_KERNEL_ROX | large);
    }
    return true;
  }

  /** Makes the alias of all frames present and writable, without a flush. */
  private void setAliasValid(VmStruct vm) {
    long small = vm.pageSize().bytes() / PageSize.KIB_4.bytes();
    for (int i = 0; i < vm.pages(); i++) {
      int _ = kernel.attributes().setDefault(vm.frame(i), small);
    }
  }

  /** Frees what {@link #populate} made, if that is what begins there and is as long. */
  boolean release(long start, long bytes) {
    VmStruct vm = kernel.vmalloc().find(start);
    if (vm == null || vm.address() != start || vm.size() != bytes) {
      return false;
    }
    setAliasValid(vm);
    kernel.vmalloc().free(start);
    return true;
  }
}
