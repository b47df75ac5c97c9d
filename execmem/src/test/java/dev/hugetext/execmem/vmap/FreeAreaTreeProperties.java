package dev.hugetext.execmem.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The tree against a scan of all areas and against an interval model by Guava. */
class FreeAreaTreeProperties {
  private static final long START = 0x1000;
  private static final int STEPS = 300;

  /** The lowest match is the first area that fits in a scan by address, whatever was taken out. */
  @Property(tries = 200)
  void lowestMatchIsTheScan(@ForAll long seed, @ForAll @IntRange(min = 6, max = 16) int logSize) {
    Random random = new Random(seed);
    FreeAreaTree tree = new FreeAreaTree();
    RangeSet<Long> model = TreeRangeSet.create();
    long end = START + (1L << logSize);
    tree.mergeOrAdd(new VmapArea(START, end, null));
    model.add(Range.closedOpen(START, end));
    List<Range<Long>> taken = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(5) < 3 || taken.isEmpty()) {
        take(tree, model, taken, random);
      } else {
        give(tree, model, taken.remove(random.nextInt(taken.size())));
      }
      FreeAreaCheck.check(tree);
      assertEquals(model.asRanges(), ranges(tree));
    }
  }

  /** A search length above the size still answers only with an area that fits. */
  @Property(tries = 200)
  void longerSearchFindsOnlyWhatFits(@ForAll long seed) {
    Random random = new Random(seed);
    FreeAreaTree tree = new FreeAreaTree();
    for (long at = START; at < START + 4096; at += 8 + random.nextInt(64)) {
      long end = at + 1 + random.nextInt(48);
      tree.mergeOrAdd(new VmapArea(at, end, null));
      at = end + 1;
    }
    long size = 1 + random.nextInt(32);
    long align = 1L << random.nextInt(6);
    VmapArea found = tree.lowestMatch(size, align, 0, size + align - 1);
    if (found != null) {
      assertTrue(FreeAreaTree.fits(found, size, align, 0));
    } else {
      tree.forEach(area -> assertTrue(area.size() < size + align - 1));
    }
  }

  private static void take(
      FreeAreaTree tree, RangeSet<Long> model, List<Range<Long>> taken, Random random) {
    long size = 1 + random.nextInt(60);
    long align = 1L << random.nextInt(7);
    long from = random.nextBoolean() ? 0 : START + random.nextInt(2048);
    VmapArea found = tree.lowestMatch(size, align, from, size);
    assertSame(FreeAreaCheck.scanLowestMatch(tree, size, align, from), found);
    if (found == null) {
      return;
    }
    long start = FreeAreaTree.placement(found, align, from);
    assertEquals(0, tree.clip(found, start, size));
    Range<Long> range = Range.closedOpen(start, start + size);
    model.remove(range);
    taken.add(range);
  }

  private static void give(FreeAreaTree tree, RangeSet<Long> model, Range<Long> range) {
    long start = range.lowerEndpoint();
    VmapArea merged = tree.mergeOrAdd(new VmapArea(start, range.upperEndpoint(), null));
    model.add(range);
    Range<Long> whole = model.rangeContaining(start);
    assertNotNull(whole);
    assertEquals(whole, Range.closedOpen(merged.start(), merged.end()));
    assertSame(merged, tree.containing(start));
  }

  private static Set<Range<Long>> ranges(FreeAreaTree tree) {
    Set<Range<Long>> ranges = new LinkedHashSet<>();
    tree.forEach(area -> ranges.add(Range.closedOpen(area.start(), area.end())));
    return ranges;
  }
}
