package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;

/**
 * How many page-table entries map executable memory besides static text: what text needs of the
 * instruction TLB if all of it is hot. A page that static text shares with a text tail counts.
 *
 * @param kib4 entries of 4 KiB pages
 * @param mib2 entries of 2 MiB pages
 */
public record TextMappings(long kib4, long mib2) {
  /** Counts them now, by walking all page tables. */
  public static TextMappings of(KernelMemory kernel) {
    long[] found = new long[PageSize.values().length];
    AddressRange tail = kernel.textTail().orElse(new AddressRange(0, 0));
    new LeafWalk(kernel.machine().kernelTable())
        .visit((va, size, leaf) -> {
          boolean text = kernel.layout().modules().contains(va);
          boolean shared = tail.overlaps(AddressRange.of(va, size.bytes()));
          if ((leaf & Pte.NX) == 0 && (text || shared)) {
            found[size.ordinal()]++;
          }
        });
    return new TextMappings(found[PageSize.KIB_4.ordinal()], found[PageSize.MIB_2.ordinal()]);
  }
}
