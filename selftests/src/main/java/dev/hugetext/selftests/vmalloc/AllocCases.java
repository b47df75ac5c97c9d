package dev.hugetext.selftests.vmalloc;

import static dev.hugetext.selftests.vmalloc.KernelCalls.PAGE;

/** Cases that allocate and free, over an address space in different states. */
final class AllocCases {
  private static final int FAILED = -1;
  private static final int LONG_LIST = 15_000;

  /** So much for each doubling of the CPUs: as much as may wait for a purge. */
  private static final long JUNK_BYTES = 32L << 20;

  private AllocCases() {}

  /** One size, again and again. */
  static int fixedSize(KernelCalls k) {
    long size = k.parameters().pages() * PAGE;
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.parameters().huge() ? k.vmallocHuge(size) : k.vmalloc(size);
      if (at == 0) {
        return FAILED;
      }
      k.store(at, 0);
      k.vfree(at);
    }
    return 0;
  }

  /** One page, again and again, among holes of one page. */
  static int fullFit(KernelCalls k) {
    int cpus = k.kernel().thisCpu().count();
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(cpus);
    int length = (int) (doublings * JUNK_BYTES / PAGE);
    long kept = k.vmalloc(length * 8L);
    if (kept == 0) {
      return FAILED;
    }
    long junk = k.vmalloc(length * 8L);
    if (junk == 0) {
      k.vfree(kept);
      return FAILED;
    }
    for (int i = 0; i < length; i++) {
      k.storePointer(kept, i, k.vmalloc(PAGE));
      k.storePointer(junk, i, k.vmalloc(PAGE));
    }
    freeAll(k, junk, length);
    int result = onePage(k);
    freeAll(k, kept, length);
    k.vfree(kept);
    k.vfree(junk);
    return result;
  }

  private static int onePage(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.vmalloc(PAGE);
      if (at == 0) {
        return FAILED;
      }
      k.store(at, 1);
      k.vfree(at);
    }
    return 0;
  }

  private static void freeAll(KernelCalls k, long array, int length) {
    for (int i = 0; i < length; i++) {
      k.vfree(k.loadPointer(array, i));
    }
  }

  /** A hundred pages and one, again and again, after many areas that stay. */
  static int longBusyList(KernelCalls k) {
    long list = k.vmalloc(LONG_LIST * 8L);
    if (list == 0) {
      return FAILED;
    }
    for (int i = 0; i < LONG_LIST; i++) {
      k.storePointer(list, i, k.vmalloc(PAGE));
    }
    int result = largeAndSmall(k);
    freeAll(k, list, LONG_LIST);
    k.vfree(list);
    return result;
  }

  private static int largeAndSmall(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long large = k.vmalloc(100 * PAGE);
      if (large == 0) {
        return FAILED;
      }
      long small = k.vmalloc(PAGE);
      if (small == 0) {
        k.vfree(large);
        return FAILED;
      }
      k.store(large, 0);
      k.store(small, 1);
      k.vfree(large);
      k.vfree(small);
    }
    return 0;
  }

  /** One to a hundred pages. */
  static int randomSize(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.vmalloc(k.randomUpTo(100) * PAGE);
      if (at == 0) {
        return FAILED;
      }
      k.store(at, 1);
      k.vfree(at);
    }
    return 0;
  }
}
