package dev.hugetext.execmem.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import dev.hugetext.execmem.layout.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** Free text against a scan of all areas, in an interval model by Guava. */
class FreeTextProperties {
  private static final AddressRange STRETCH =
      new AddressRange(0xffff_ffff_8000_0000L, 0xffff_ffff_ff00_0000L);

  /** Where the model keeps addresses, so that they are in order as signed numbers. */
  private static final long BIAS = Long.MIN_VALUE;

  private FreeText text = new FreeText(STRETCH);
  private final RangeSet<Long> model = TreeRangeSet.create();
  private final List<AddressRange> taken = new ArrayList<>();

  @BeforeTry
  void nothingIsFree() {
    text = new FreeText(STRETCH);
    model.clear();
    taken.clear();
  }

  /** What is taken is the lowest place of the scan; what is left is what the model has. */
  @Property(tries = 150)
  void takeIsTheLowestOfAScan(
      @ForAll long seed,
      @ForAll @IntRange(min = 6, max = 24) int logStretch,
      @ForAll @IntRange(min = 0, max = 12) int logSize,
      @ForAll boolean elsewhere) {
    Random random = new Random(seed);
    long bytes = 1L << logStretch;
    long pages = (STRETCH.bytes() - bytes) / 4096;
    long start = STRETCH.start() + random.nextLong(pages) * 4096 + random.nextInt(64);
    free(AddressRange.of(start, bytes));
    if (elsewhere) {
      free(AddressRange.of(STRETCH.start() - (1L << 40), bytes / 2));
    }
    for (int step = 0; step < 200; step++) {
      if (random.nextInt(5) < 3 || taken.isEmpty()) {
        take(1 + random.nextInt(1 << logSize), 1L << random.nextInt(logSize + 2));
      } else {
        free(taken.remove(random.nextInt(taken.size())));
      }
      text.check();
      assertEquals(model, areas(text));
      assertEquals(model.asRanges().size(), text.count());
    }
  }

  private void free(AddressRange range) {
    Range<Long> added = Range.closedOpen(range.start() + BIAS, range.end() + BIAS);
    model.add(added);
    Range<Long> whole = model.rangeContaining(added.lowerEndpoint());
    assertNotNull(whole);
    AddressRange merged = text.release(range);
    assertEquals(whole, Range.closedOpen(merged.start() + BIAS, merged.end() + BIAS));
    assertThrows(IllegalStateException.class, () -> text.release(range));
  }

  private void take(long size, long align) {
    long expected = scan(size, align);
    assertEquals(expected, text.lowest(size, align));
    assertEquals(expected, text.take(size, align));
    if (expected != 0) {
      AddressRange range = AddressRange.of(expected, size);
      model.remove(Range.closedOpen(range.start() + BIAS, range.end() + BIAS));
      taken.add(range);
      assertFalse(text.carve(expected, size));
    }
  }

  private long scan(long size, long align) {
    for (Range<Long> area : model.asRanges()) {
      long start = (area.lowerEndpoint() + align - 1) & -align; // the bias is aligned to everything
      if (start + size <= area.upperEndpoint()) {
        return start - BIAS;
      }
    }
    return 0;
  }

  private static RangeSet<Long> areas(FreeText text) {
    return TreeRangeSet.create(
        ImmutableRangeSet.copyOf(
            text.toList().stream()
                .map(area -> Range.closedOpen(area.start() + BIAS, area.end() + BIAS))
                .toList()));
  }

  /** A stretch that was free as a whole is so again once all was given back, in any order. */
  @Property(tries = 50)
  void partsComeTogetherAgain(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int cuts) {
    Random random = new Random(seed);
    AddressRange region = AddressRange.of(STRETCH.start() + (2L << 20), 2L << 20);
    free(region);
    for (int i = 0; i < cuts; i++) {
      take(1 + random.nextInt(8192), 1);
    }
    while (!taken.isEmpty()) {
      free(taken.remove(random.nextInt(taken.size())));
    }
    assertEquals(List.of(region), text.toList());
    assertTrue(text.carve(region.start() + 1, region.bytes() - 2));
    assertEquals(2, text.count());
    assertFalse(text.carve(region.start(), 2)); // not all of it is free
  }
}
