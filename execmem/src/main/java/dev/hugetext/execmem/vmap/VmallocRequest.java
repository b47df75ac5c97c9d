package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;

/**
 * What {@code __vmalloc_node_range} is asked for.
 *
 * @param size bytes; rounded up to whole pages of the size chosen
 * @param align a power of two
 * @param range where it may lie
 * @param protection bits of each leaf
 * @param huge whether 2 MiB pages may be used
 * @param guard whether an unmapped page follows
 */
public record VmallocRequest(
    long size, long align, AddressRange range, long protection, boolean huge, boolean guard) {
  public VmallocRequest {
    if (Long.bitCount(align) != 1) {
      throw new IllegalArgumentException("align 0x%x is not a power of two".formatted(align));
    }
  }
}
