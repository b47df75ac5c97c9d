package dev.hugetext.execmem.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.execmem.layout.AddressRange;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The search from the top down against trying every base. */
class CongruentSearchProperties {
  private static final long START = 0xffff_c900_0000_0000L;
  static final int UNITS = 200;

  @Property(tries = 2000)
  void itFindsTheHighestBaseAtWhichAllAreFree(
      @ForAll @Size(min = 0, max = 30) List<@IntRange(min = 0, max = UNITS - 1) Integer> busy,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 20) Integer> sizes,
      @ForAll @IntRange(min = 0, max = 10) int gap,
      @ForAll @IntRange(min = 0, max = 3) int alignShift) {
    FreeAreaTree free = new FreeAreaTree();
    for (int unit = 0; unit < UNITS; unit++) {
      if (!busy.contains(unit)) {
        free.mergeOrAdd(new VmapArea(START + unit, START + unit + 1, null));
      }
    }
    long[] offset = new long[sizes.size()];
    long[] size = sizes.stream().mapToLong(n -> n).toArray();
    for (int i = 1; i < offset.length; i++) {
      offset[i] = offset[i - 1] + size[i - 1] + gap;
    }
    long align = 1L << alignShift;
    AddressRange range = AddressRange.of(START, UNITS);
    long found = new CongruentSearch(free, offset, size, align).in(range);
    assertEquals(highest(free, offset, size, align), found);
  }

  private static long highest(FreeAreaTree free, long[] offset, long[] size, long align) {
    for (long base = START + UNITS - 1; base >= START; base--) {
      boolean fits = (base & (align - 1)) == 0;
      for (int i = 0; fits && i < offset.length; i++) {
        VmapArea area = free.containing(base + offset[i]);
        fits = area != null && base + offset[i] + size[i] <= area.end();
      }
      if (fits) {
        return base;
      }
    }
    return 0;
  }
}
