package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.memory.HostMemory.ALL;
import static dev.hugetext.x86.memory.HostMemory.ATOMIC_LONG;

import java.util.function.LongBinaryOperator;

/** Atomic changes of 1 to 8 bytes that lie in one aligned word of eight bytes of host memory. */
final class AtomicWord {
  private AtomicWord() {}

  /** Whether all the bytes are in one aligned word. */
  static boolean fits(long address, int bytes) {
    return (address & (Long.BYTES - 1)) + bytes <= Long.BYTES;
  }

  private static long mask(int bytes) {
    return -1L >>> (64 - 8 * bytes);
  }

  /**
   * Replaces the value at a host address by {@code meaning(value, right)}.
   *
   * @return the value before, zero-extended
   */
  static long update(long address, int bytes, LongBinaryOperator meaning, long right) {
    long at = address & -Long.BYTES;
    int shift = (int) (address - at) * 8;
    long mask = mask(bytes);
    while (true) {
      long word = (long) ATOMIC_LONG.getVolatile(ALL, at);
      long old = word >>> shift & mask;
      long changed = (meaning.applyAsLong(old, right) & mask) << shift;
      if (ATOMIC_LONG.compareAndSet(ALL, at, word, (word & ~(mask << shift)) | changed)) {
        return old;
      }
    }
  }
}
