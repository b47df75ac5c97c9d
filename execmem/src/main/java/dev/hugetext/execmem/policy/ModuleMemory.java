package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.memory.PageSize;
import org.jspecify.annotations.Nullable;

/**
 * {@code module_alloc} and what became of it: memory in module space, by small pages, a guard page
 * behind it, freed with the direct map reset.
 */
final class ModuleMemory {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final KernelMemory kernel;
  private final AddressRange range;
  private long resetPermsCalls;

  ModuleMemory(KernelMemory kernel) {
    this.kernel = kernel;
    AddressRange modules = kernel.layout().modules();
    range = new AddressRange(modules.start() + kernel.layout().moduleLoadOffset(), modules.end());
  }

  /** Where it takes memory from. */
  AddressRange range() {
    return range;
  }

  static long roundUp(long size, long unit) {
    return (size + unit - 1) & -unit;
  }

  /**
   * Allocates writable memory and fills it with {@code int3}, as BPF fills what its JIT may leave.
   *
   * @param huge whether 2 MiB pages may be used
   * @return null where range or memory is exhausted
   */
  @Nullable VmStruct allocate(long size, long align, boolean huge) {
    if (Long.compareUnsigned(size, range.bytes()) > 0) {
      return null; // size > MODULES_LEN
    }
    VmStruct vm =
        kernel
            .vmalloc()
            .allocate(
                new VmallocRequest(
                    roundUp(size, PAGE),
                    Math.max(align, PAGE),
                    range,
                    Protection.PAGE_KERNEL,
                    huge,
                    true));
    if (vm != null) {
      kernel.memory().fill(vm.address(), vm.size(), ArchText.INT3);
    }
    return vm;
  }

  /** Marks it to be freed with reset ({@code set_vm_flush_reset_perms}), then makes it text. */
  void protect(VmStruct vm) {
    resetPermsCalls++;
    kernel.vmalloc().setFlushResetPerms(vm.address());
    int _ = kernel.attributes().makeText(vm.address(), vm.smallPages()); // nobody looks
  }

  /** {@code vfree}. */
  void free(long address) {
    kernel.vmalloc().free(address);
  }

  /** How often {@code set_vm_flush_reset_perms} was called. */
  long resetPermsCalls() {
    return resetPermsCalls;
  }
}
