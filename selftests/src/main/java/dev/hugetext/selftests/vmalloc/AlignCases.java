package dev.hugetext.selftests.vmalloc;

import static dev.hugetext.selftests.vmalloc.KernelCalls.PAGE;

/** Cases that ask for more alignment than a page. */
final class AlignCases {
  private static final int FAILED = -1;

  /** Twice the alignment of a kernel stack of 16 KiB ({@code THREAD_ALIGN << 1}). */
  private static final long STACK_ALIGN = 2 * (16 << 10);

  private AlignCases() {}

  /** Five pages, as aligned as two stacks. */
  static int fixedAlignment(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.vzallocAligned(5 * PAGE, STACK_ALIGN);
      if (at == 0) {
        return FAILED;
      }
      k.vfree(at);
    }
    return 0;
  }

  /** One to ten pages, aligned to 1 byte to 4 MiB, both from one random byte. */
  static int randomAlignment(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      int random = k.randomByte();
      long align = 1L << (random % 23);
      long at = k.vzallocAligned((random % 10 + 1) * PAGE, align);
      if (at == 0) {
        return FAILED;
      }
      k.vfree(at);
    }
    return 0;
  }

  /** Every power of two, until none so aligned is left: meant to fail. */
  static int everyAlignment(KernelCalls k) {
    for (int shift = 0; shift < Long.SIZE; shift++) {
      long at = k.vzallocAligned(PAGE, 1L << shift);
      if (at == 0) {
        return FAILED;
      }
      k.vfree(at);
    }
    return 0;
  }
}
