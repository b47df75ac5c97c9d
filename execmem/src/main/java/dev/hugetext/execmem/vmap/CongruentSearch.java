package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;

/**
 * The highest base at which areas at given distances from it are all free: the search of {@code
 * pcpu_get_vm_areas}. It starts at the top of the range; whichever area does not fit pulls the base
 * down to where it does, until all of them fit.
 *
 * @param free where to look
 * @param offsets of each area from the base, in bytes
 * @param sizes of each, in bytes
 * @param align of the base, a power of two
 */
record CongruentSearch(FreeAreaTree free, long[] offsets, long[] sizes, long align) {
  /** The base, or 0 where there is none in the range. */
  long in(AddressRange range) {
    long last = 0;
    for (int i = 0; i < offsets.length; i++) {
      last = Math.max(last, offsets[i] + sizes[i]);
    }
    if (Long.compareUnsigned(last, range.bytes()) > 0) {
      return 0;
    }
    long base = (range.end() - last) & -align;
    int fitting = 0;
    for (int i = offsets.length - 1; fitting < offsets.length; ) {
      if (Long.compareUnsigned(base, range.start()) < 0) {
        return 0;
      }
      long lowered = fit(base, i);
      if (lowered == 0) {
        return 0;
      }
      fitting = lowered == base ? fitting + 1 : 1; // this one fits now, the others must again
      base = lowered;
      i = i == 0 ? offsets.length - 1 : i - 1;
    }
    return base;
  }

  /** The highest base not above {@code base} at which area {@code i} fits; 0 if there is none. */
  private long fit(long base, int i) {
    long at = base;
    VmapArea area = free.areas().floor(at + offsets[i] + sizes[i] - 1);
    while (area != null) {
      if (Long.compareUnsigned(area.end(), at + offsets[i] + sizes[i]) < 0) {
        at = (area.end() - sizes[i] - offsets[i]) & -align;
      }
      if (Long.compareUnsigned(at, base) > 0) {
        return 0; // below the lowest address
      }
      if (Long.compareUnsigned(at + offsets[i], area.start()) >= 0) {
        return at;
      }
      area = free.areas().floor(area.start() - 1);
    }
    return 0;
  }
}
