package dev.hugetext.execmem;

/**
 * A policy for executable memory: where text goes, how it gets there, what becomes of it.
 *
 * <p>Outcomes are the kernel's: addresses, 0 for {@code NULL}, negative error numbers.
 */
public interface TextAllocator {
  /** The policy's name as users write it, e.g. {@code execmem}. */
  String policyName();

  /** As {@link #alloc(TextUser, long, long)}, for a BPF program. */
  default long alloc(long size, long align) {
    return alloc(TextUser.BPF_PROGRAM, size, align);
  }

  /**
   * Reserves text.
   *
   * @param user who asks
   * @param size bytes; 0 is refused with 0
   * @param align alignment of the start in bytes, a power of two, at most a page
   * @return address of the first byte, or 0 where range or memory is exhausted
   * @throws IllegalArgumentException if the alignment is no power of two
   */
  long alloc(TextUser user, long size, long align);

  /**
   * Requires what {@link #alloc} wants of an alignment.
   *
   * @throws IllegalArgumentException if it is no power of two
   */
  static void requireAlignment(long align) {
    if (Long.bitCount(align) != 1) {
      throw new IllegalArgumentException("align 0x%x is not a power of two".formatted(align));
    }
  }

  /**
   * Writes into one allocation.
   *
   * @param dst first byte to write, anywhere inside the allocation
   * @return {@code dst}, or a negative error number
   */
  long fill(long dst, byte[] src);

  /** Gives an allocation back; 0 is nothing to give back. */
  void free(long addr);

  /** How much memory live text takes now. */
  TextUsage usage();
}
