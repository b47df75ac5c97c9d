package dev.hugetext.execmem.pageattr;

import dev.hugetext.x86.memory.PageSize;

/**
 * By which pages a direct map is mapped once the system runs: firmware, and what the kernel did at
 * boot, have split some. Which ones is up to the seed.
 *
 * @param kib4 bytes by 4 KiB pages
 * @param mib2 bytes by 2 MiB pages
 * @param gib1 bytes by 1 GiB pages
 * @param seed decides which pages are split
 */
public record DirectMapShape(long kib4, long mib2, long gib1, long seed) {
  public DirectMapShape {
    requireWhole(PageSize.KIB_4, kib4);
    requireWhole(PageSize.MIB_2, mib2);
    requireWhole(PageSize.GIB_1, gib1);
  }

  private static void requireWhole(PageSize size, long bytes) {
    if (bytes < 0 || !size.isAligned(bytes)) {
      throw new IllegalArgumentException("%d bytes are not whole %s pages".formatted(bytes, size));
    }
  }

  /** Bytes mapped in all. */
  public long bytes() {
    return kib4 + mib2 + gib1;
  }
}
