package dev.hugetext.loader.run;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;

/** {@code kvzalloc}: objects up to two pages from the heap, larger ones from vmalloc space. */
final class GuestHeap implements KernelHeap {
  /** The kernel's border for BPF maps: PAGE_ALLOC_COSTLY_ORDER, 8 pages. */
  private static final long LARGEST_KMALLOC = PageSize.KIB_4.bytes() << 3;

  private final KernelMemory kernel;
  private final int nodes;

  GuestHeap(KernelMemory kernel, int nodes) {
    this.kernel = kernel;
    this.nodes = nodes;
  }

  @Override
  public long allocate(long bytes) {
    if (bytes <= 0 || bytes > kernel.machine().frames().freeBytes()) {
      return 0; // asked before anything is taken, so that a hopeless request costs nothing
    }
    if (bytes <= LARGEST_KMALLOC) {
      return kernel.kmalloc(bytes);
    }
    var request =
        new VmallocRequest(
            bytes,
            PageSize.KIB_4.bytes(),
            kernel.layout().vmalloc(),
            Protection.PAGE_KERNEL,
            false,
            true);
    VmStruct area = kernel.vmalloc().allocate(request);
    if (area == null) {
      return 0;
    }
    kernel.memory().fill(area.address(), area.size(), 0);
    return area.address();
  }

  @Override
  public void free(long address) {
    if (kernel.layout().vmalloc().contains(address)) {
      kernel.vmalloc().free(address);
    } else {
      kernel.kfree(address);
    }
  }

  @Override
  public long allocatePerCpu(long bytes) {
    return kernel.perCpu().allocate(bytes, Long.BYTES);
  }

  @Override
  public void freePerCpu(long pointer) {
    kernel.perCpu().free(pointer);
  }

  @Override
  public long perCpuAddress(long pointer, int cpu) {
    return pointer + kernel.perCpuOffset(cpu);
  }

  @Override
  public int cpus() {
    return kernel.machine().cpuCount();
  }

  @Override
  public int nodes() {
    return nodes;
  }

  @Override
  public GuestMemory memory() {
    return kernel.memory();
  }
}
