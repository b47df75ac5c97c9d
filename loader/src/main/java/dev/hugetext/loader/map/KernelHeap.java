package dev.hugetext.loader.map;

import dev.hugetext.x86.memory.GuestMemory;

/**
 * Where maps, contexts and packets get their guest memory from: {@code kvzalloc}, {@code kvfree}
 * and {@code alloc_percpu}.
 */
public interface KernelHeap {
  /**
   * Reserves zeroed guest memory, aligned to 8 bytes (to a page from 4096 bytes on).
   *
   * @param bytes size, 1 or more
   * @return its virtual address, or 0 where memory is exhausted
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} returned. */
  void free(long address);

  /**
   * {@code alloc_percpu}: zeroed bytes for every CPU, aligned to 8 bytes.
   *
   * @return a per-CPU pointer, or 0 where per-CPU memory is exhausted
   */
  long allocatePerCpu(long bytes);

  /** Gives back what {@link #allocatePerCpu} returned. */
  void freePerCpu(long pointer);

  /** The address of one CPU's bytes of a per-CPU pointer. */
  long perCpuAddress(long pointer, int cpu);

  /** How many CPUs there may be. */
  int cpus();

  /** How many memory nodes there are; all of them are online. */
  int nodes();

  /** The guest's memory by kernel virtual address. */
  GuestMemory memory();
}
