package dev.hugetext.loader.map;

import dev.hugetext.x86.memory.GuestMemory;

/**
 * Where maps, contexts and packets get their guest memory from: {@code kvzalloc} and {@code
 * kvfree}.
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

  /** The guest's memory by kernel virtual address. */
  GuestMemory memory();
}
