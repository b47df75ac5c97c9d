package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.MemSize;

/** The memory a program can reach: stack, context, packets, map values. Little endian. */
public interface BpfMemory {
  /**
   * The value at an address, zero-extended.
   *
   * @throws BpfMemoryFault if there is no memory
   */
  long load(long address, MemSize size);

  /**
   * Writes the low bytes of {@code value}.
   *
   * @throws BpfMemoryFault if there is no memory or it must not be written
   */
  void store(long address, MemSize size, long value);
}
