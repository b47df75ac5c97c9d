package dev.hugetext.loader.helper;

import dev.hugetext.x86.memory.GuestMemory;

/**
 * The Internet checksum (RFC 1071) as the kernel carries it: a 32-bit ones' complement sum, folded
 * to 16 bits at the end. Zero has two representations; which one comes out follows Linux 6.18,
 * measured.
 */
final class Checksum {
  private static final long WORD = 0xffff_ffffL;

  private Checksum() {}

  /** {@code bpf_csum_diff}: the sum of {@code to} minus that of {@code from}, plus a seed. */
  static long diff(GuestMemory memory, long from, long fromSize, long to, long toSize, long seed) {
    long fromBytes = fromSize & WORD;
    long toBytes = toSize & WORD;
    long start = seed & WORD;
    long sum = start;
    if (fromBytes != 0 && toBytes != 0) {
      long added = partial(memory, to, toBytes, start);
      sum = add(added, ~partial(memory, from, fromBytes, 0) & WORD);
    } else if (toBytes != 0) {
      sum = partial(memory, to, toBytes, start);
    } else if (fromBytes != 0) {
      sum = ~partial(memory, from, fromBytes, ~start & WORD) & WORD;
    }
    return fold(sum);
  }

  /** The ones' complement sum of 32-bit words, the last filled up with zeros, and {@code start}. */
  private static long partial(GuestMemory memory, long address, long bytes, long start) {
    long sum = start;
    long whole = bytes & -Integer.BYTES;
    for (long offset = 0; offset < whole; offset += Integer.BYTES) {
      sum = add(sum, memory.getInt(address + offset) & WORD);
    }
    long last = 0;
    for (long offset = bytes; offset > whole; offset--) {
      last = last << Byte.SIZE | memory.getByte(address + offset - 1) & 0xff;
    }
    return add(sum, last);
  }

  /**
   * A checksum after 32 bits that it covers were changed.
   *
   * @param sum as it stands in the packet, 16 bits
   */
  static int replaced(int sum, long from, long to) {
    long without = add(~(long) sum & WORD, ~from & WORD);
    return complement(fold(add(without, to & WORD)));
  }

  /** As {@link #replaced}, with the difference of what it covers already summed. */
  static int replacedBy(int sum, long difference) {
    return complement(fold(add(difference & WORD, ~(long) sum & WORD)));
  }

  /** A checksum after 16 bits that it covers were changed. */
  static int replaced16(int sum, int from, int to) {
    return complement(add16(add16(complement(sum), complement(from)), to & 0xffff));
  }

  private static int complement(long sum) {
    return (int) (~sum & 0xffff);
  }

  /** 16-bit addition with the carry added back in. */
  private static int add16(int a, int b) {
    int sum = a + b;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /** 32-bit addition with the carry added back in. */
  private static long add(long a, long b) {
    long sum = a + b;
    return (sum & WORD) + (sum >>> 32);
  }

  /** Adds the two halves, and their carry, into 16 bits. */
  private static long fold(long sum) {
    long rotated = (sum >>> 16 | sum << 16) & WORD;
    return (sum + rotated & WORD) >>> 16;
  }
}
