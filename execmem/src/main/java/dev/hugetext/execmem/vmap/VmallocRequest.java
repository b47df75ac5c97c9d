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
 * @param zero whether it is filled with zeroes ({@code __GFP_ZERO})
 * @param mayBlock whether freed space may be purged where none is left
 */
public record VmallocRequest(
    long size,
    long align,
    AddressRange range,
    long protection,
    boolean huge,
    boolean guard,
    boolean zero,
    boolean mayBlock) {
  public VmallocRequest {
    if (Long.bitCount(align) != 1) {
      throw new IllegalArgumentException("align 0x%x is not a power of two".formatted(align));
    }
  }

  /** A request that is not zeroed and may block. */
  public VmallocRequest(
      long size, long align, AddressRange range, long protection, boolean huge, boolean guard) {
    this(size, align, range, protection, huge, guard, false, true);
  }

  /** The same, filled with zeroes. */
  public VmallocRequest zeroed() {
    return new VmallocRequest(size, align, range, protection, huge, guard, true, mayBlock);
  }

  /** The same, which fails rather than purge. */
  public VmallocRequest withoutBlocking() {
    return new VmallocRequest(size, align, range, protection, huge, guard, zero, false);
  }
}
