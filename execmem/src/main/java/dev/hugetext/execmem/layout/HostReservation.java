package dev.hugetext.execmem.layout;

import dev.hugetext.x86.memory.PageSize;

/**
 * The host address space that a hosted machine has reserved for itself.
 *
 * @param memory physical memory, in order; its start is the direct map's base
 * @param vmalloc room for {@code vmalloc}
 * @param text static text and the EXEC range; inside the low 2 GiB, so that {@code rel32} and
 *     {@code simm32} reach all of it
 */
public record HostReservation(AddressRange memory, AddressRange vmalloc, AddressRange text) {
  /** What of the text reservation static text may take: 64 MiB. */
  public static final long IMAGE_BYTES = 64L << 20;

  private static final long SIMM32_END = 1L << 31;

  public HostReservation {
    if (!PageSize.GIB_1.isAligned(memory.start())) {
      // otherwise a large page would not be aligned virtually and physically at once
      throw new IllegalArgumentException("memory %s is not 1 GiB aligned".formatted(memory));
    }
    if (Long.compareUnsigned(text.end(), SIMM32_END) > 0) {
      throw new IllegalArgumentException("text %s is not in the low 2 GiB".formatted(text));
    }
    if (text.bytes() <= IMAGE_BYTES) {
      throw new IllegalArgumentException("text %s leaves no EXEC range".formatted(text));
    }
  }
}
