package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.execmem.sync.KvfreeRcu;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.table.Width;
import java.util.SplittableRandom;

/**
 * What one worker's cases call: the emulated kernel's functions under their own names, and loads
 * and stores as the worker's CPU makes them, through its TLB.
 *
 * @param kernel the kernel under test
 * @param text the allocator of the series
 * @param rcu where memory is freed later
 * @param cpu the worker's
 * @param random the worker's
 * @param parameters the module's
 */
record KernelCalls(
    KernelMemory kernel,
    TextAllocator text,
    KvfreeRcu rcu,
    Cpu cpu,
    SplittableRandom random,
    VmallocParameters parameters) {
  static final long PAGE = PageSize.KIB_4.bytes();

  /** {@code vmalloc}. */
  long vmalloc(long size) {
    return addressOf(request(size, 1, false));
  }

  /** {@code vmalloc_huge}. */
  long vmallocHuge(long size) {
    return addressOf(request(size, 1, true));
  }

  /** {@code __vmalloc_node} with {@code __GFP_ZERO}. */
  long vzallocAligned(long size, long align) {
    return addressOf(request(size, align, false).zeroed());
  }

  /** {@code __vmalloc} with {@code GFP_ATOMIC} or {@code GFP_NOWAIT}. */
  long vmallocWithoutBlocking(long size) {
    return addressOf(request(size, 1, false).withoutBlocking());
  }

  private VmallocRequest request(long size, long align, boolean huge) {
    return new VmallocRequest(
        size, align, kernel.layout().vmalloc(), Protection.PAGE_KERNEL, huge, true);
  }

  private long addressOf(VmallocRequest request) {
    VmStruct vm = kernel.vmalloc().allocate(request);
    return vm == null ? 0 : vm.address();
  }

  /** {@code vfree}. */
  void vfree(long address) {
    kernel.vmalloc().free(address);
  }

  PerCpu perCpu() {
    return kernel.perCpu();
  }

  /** Stores one byte as the CPU does. */
  void store(long address, int value) {
    cpu.store(address, Width.B, value);
  }

  int load(long address) {
    return (int) cpu.load(address, Width.B);
  }

  /** Stores a pointer in an array in memory. */
  void storePointer(long array, int index, long pointer) {
    cpu.store(array + index * 8L, Width.Q, pointer);
  }

  long loadPointer(long array, int index) {
    return cpu.load(array + index * 8L, Width.Q);
  }

  /** A number from 1 to {@code limit}. */
  int randomUpTo(int limit) {
    return random.nextInt(1, limit + 1);
  }

  /** A random byte, 0 to 255. */
  int randomByte() {
    return random.nextInt(256);
  }
}
