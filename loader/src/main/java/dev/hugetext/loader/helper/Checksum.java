package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
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
    if (((fromBytes | toBytes) & 3) != 0) {
      return Errno.EINVAL.negative();
    }
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

  /** The ones' complement sum of whole 32-bit words and {@code start}. */
  private static long partial(GuestMemory memory, long address, long bytes, long start) {
    long sum = start;
    for (long offset = 0; offset < bytes; offset += Integer.BYTES) {
      sum = add(sum, memory.getInt(address + offset) & WORD);
    }
    return sum;
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
