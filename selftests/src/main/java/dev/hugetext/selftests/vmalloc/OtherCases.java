package dev.hugetext.selftests.vmalloc;

import static dev.hugetext.selftests.vmalloc.KernelCalls.PAGE;

import dev.hugetext.execmem.percpu.PerCpu;

/** Cases of what is built on vmalloc space. */
final class OtherCases {
  private static final int FAILED = -1;

  /** Where an array of bytes lies behind an RCU head. */
  private static final int BEHIND_RCU_HEAD = 16;

  /** Sizes of text go round so many granules of 64 bytes. */
  private static final int TEXT_GRANULES = 1024;

  private static final int GRANULE = 64;

  private OtherCases() {}

  /** Many per-CPU objects of 1 to 1024 bytes at once. A failed one is noted, and the rest made. */
  static int perCpu(KernelCalls k) {
    int objects = k.parameters().percpuObjects();
    PerCpu perCpu = k.perCpu();
    long array = k.vmalloc(objects * 8L);
    if (array == 0) {
      return FAILED;
    }
    int result = 0;
    for (int i = 0; i < objects; i++) {
      int size = k.randomUpTo((int) PAGE / 4);
      long pointer = perCpu.allocate(size, 1L << k.randomUpTo(11));
      if (pointer == 0) {
        result = FAILED;
      }
      k.storePointer(array, i, pointer);
    }
    for (int i = 0; i < objects; i++) {
      perCpu.free(k.loadPointer(array, i));
    }
    k.vfree(array);
    return result;
  }

  /** A page that is freed after a grace period; the forms with and without a head are alike. */
  static int kvfreeRcu(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.vmalloc(PAGE);
      if (at == 0) {
        return FAILED;
      }
      k.store(at + BEHIND_RCU_HEAD, 'a');
      k.rcu().free(at);
    }
    return 0;
  }

  /** Text of 64 bytes to 64 KiB; its first and its last byte are filled. */
  static int execmem(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      int size = (i % TEXT_GRANULES + 1) * GRANULE;
      long at = k.text().alloc(size, GRANULE);
      if (at == 0) {
        return FAILED;
      }
      long last = at + size - 1;
      if (k.text().fill(at, new byte[] {'a'}) != at
          || k.text().fill(last, new byte[] {'b'}) != last) {
        return FAILED;
      }
      k.text().free(at);
    }
    return 0;
  }

  /** The same frames mapped and unmapped. */
  static int mapRam(KernelCalls k) {
    int pages = k.parameters().pages();
    var frames = k.kernel().machine().frames();
    long[] physical = new long[pages];
    int taken = 0;
    while (taken < pages && (physical[taken] = frames.allocate(0)) >= 0) {
      taken++;
    }
    for (int i = 0; taken == pages && i < k.parameters().loops(); i++) {
      long at = k.kernel().vmapRam().map(physical);
      k.store(at, 'a');
      k.kernel().vmapRam().unmap(at, pages);
    }
    for (int i = 0; i < taken; i++) {
      frames.free(physical[i], 0);
    }
    return taken == pages ? 0 : 1;
  }

  /** Allocations that must not sleep. */
  static int withoutBlocking(KernelCalls k) {
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.vmallocWithoutBlocking(k.parameters().pages() * PAGE);
      if (at == 0) {
        return FAILED;
      }
      k.store(at, 0);
      k.vfree(at);
    }
    return 0;
  }

  /** One page that grows to four, shrinks to one and to half, grows again, and keeps its byte. */
  static int reallocate(KernelCalls k) {
    long[] sizes = {4 * PAGE, PAGE, PAGE / 2, PAGE};
    for (int i = 0; i < k.parameters().loops(); i++) {
      long at = k.kernel().vmalloc().reallocate(0, PAGE, false);
      if (at == 0) {
        return FAILED;
      }
      k.store(at, 'a');
      for (long size : sizes) {
        long moved = k.kernel().vmalloc().reallocate(at, size, false);
        if (moved == 0 || k.load(moved) != 'a') {
          k.vfree(moved == 0 ? at : moved);
          return FAILED;
        }
        at = moved;
      }
      k.vfree(at);
    }
    return 0;
  }
}
