package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import java.util.Arrays;

/**
 * What must hold of mappings between any two operations: the direct map is whole and counted right,
 * nothing can be both written and executed, and nothing of the direct map executed.
 */
public final class MappingCheck {
  private static final AddressRange NOTHING = new AddressRange(0, 0);

  private MappingCheck() {}

  /**
   * Walks all page tables; takes a fraction of a millisecond.
   *
   * @throws IllegalStateException saying which law is broken, where
   */
  public static void check(KernelMemory kernel) {
    check(kernel, NOTHING);
  }

  /** Walks them without vmalloc space, in which there is no text. */
  public static void checkWithoutVmalloc(KernelMemory kernel) {
    check(kernel, kernel.layout().vmalloc());
  }

  private static void check(KernelMemory kernel, AddressRange skipped) {
    DirectMap map = kernel.directMap();
    long[] found = new long[PageSize.values().length];
    new LeafWalk(kernel.machine().kernelTable())
        .visit(
            skipped,
            (va, size, leaf) -> {
              if (Protection.isWritableAndExecutable(leaf)) {
                throw new IllegalStateException("W+X at 0x%x".formatted(va));
              }
              if (map.contains(va)) {
                if ((leaf & Pte.NX) == 0) {
                  throw new IllegalStateException("direct map executable at 0x%x".formatted(va));
                }
                found[size.ordinal()] += size.bytes();
              }
            });
    for (PageSize size : PageSize.values()) {
      long bytes = found[size.ordinal()];
      if (bytes != map.mappedBytes(size)) {
        throw new IllegalStateException(
            "direct map: 0x%x by %s, counted 0x%x".formatted(bytes, size, map.mappedBytes(size)));
      }
    }
    long sum = Arrays.stream(found).sum();
    if (sum != map.bytes()) {
      throw new IllegalStateException("direct map: 0x%x bytes of 0x%x".formatted(sum, map.bytes()));
    }
  }
}
