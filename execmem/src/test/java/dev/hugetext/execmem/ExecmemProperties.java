package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.vmap.VmStruct;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The allocator against a model of intervals: free ranges in a set that merges by itself, live
 * blocks with their contents, regions newest first. Every law is checked after every step.
 */
class ExecmemProperties {
  private static final int STEPS = 120;
  private static final long MIB_2 = 2L << 20;

  private final RangeSet<Long> free = TreeRangeSet.create();
  private final Deque<AddressRange> regions = new ArrayDeque<>();
  private final TreeMap<Long, byte[]> live = new TreeMap<>();

  @Property(tries = 8)
  void behavesAsTheModelWithoutTail(@ForAll long seed) {
    run(seed, BootOptions.DEFAULT.withTextTail(false));
  }

  @Property(tries = 8)
  void behavesAsTheModelWithTail(@ForAll long seed) {
    run(seed, BootOptions.DEFAULT);
  }

  @Property(tries = 3)
  void behavesAsTheModelOnTwoNodes(@ForAll long seed) {
    run(seed, BootOptions.DEFAULT.withTextTail(false).withOnlineNodes(2));
  }

  @Property(tries = 3)
  void behavesAsTheModelOnSmallPages(@ForAll long seed) {
    run(seed, BootOptions.DEFAULT.withTextTail(false).withHugeVmalloc(false));
  }

  private void run(long seed, BootOptions options) {
    Random random = new Random(seed);
    free.clear();
    regions.clear();
    live.clear();
    try (TestKernel machine = TestKernel.boot(options)) {
      Execmem execmem = new Execmem(machine.kernel);
      execmem.textTail().ifPresent(tail -> free.add(Range.closedOpen(tail.start(), tail.end())));
      for (int step = 0; step < STEPS; step++) {
        int choice = random.nextInt(10);
        if (choice < 4 || live.isEmpty()) {
          alloc(machine, execmem, random);
        } else if (choice < 7) {
          fill(execmem, random);
        } else {
          free(execmem, anyBlock(random));
        }
        checkAll(machine, execmem);
      }
      while (!live.isEmpty()) {
        free(execmem, anyBlock(random));
      }
      checkAll(machine, execmem);
    }
  }

  private void alloc(TestKernel machine, Execmem execmem, Random random) {
    long size = 1 + random.nextInt(1 << (4 + random.nextInt(19)));
    long align = 1L << (random.nextInt(3) == 0 ? random.nextInt(14) : 6);
    long expected = lowest(size, align);
    long address = execmem.alloc(size, align);
    if (expected == 0) {
      VmStruct region = execmem.regions().getFirst();
      regions.push(AddressRange.of(region.address(), region.size()));
      free.add(Range.closedOpen(region.address(), region.end()));
      expected = lowest(size, align);
    }
    assertEquals(expected, address);
    free.remove(Range.closedOpen(address, address + size));
    live.put(address, machine.kernel.memory().read(address, (int) size));
  }

  private long lowest(long size, long align) {
    for (Range<Long> range : free.asRanges()) {
      long start = (range.lowerEndpoint() + align - 1) & -align;
      if (start + size <= range.upperEndpoint()) {
        return start;
      }
    }
    return 0;
  }

  private void fill(Execmem execmem, Random random) {
    long address = anyBlock(random);
    byte[] contents = live.get(address);
    int from = random.nextInt(contents.length);
    int length = random.nextInt(Math.min(contents.length - from, 20_000) + 1);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    assertEquals(address + from, execmem.fill(address + from, bytes));
    System.arraycopy(bytes, 0, contents, from, length);
    byte[] tooMany = new byte[contents.length - from + 1];
    assertEquals(Errno.EINVAL.negative(), execmem.fill(address + from, tooMany));
  }

  private void free(Execmem execmem, long address) {
    byte[] contents = live.remove(address);
    execmem.free(address);
    free.add(Range.closedOpen(address, address + contents.length));
    Range<Long> merged = free.rangeContaining(address);
    for (AddressRange region : regions) {
      if (merged.encloses(Range.closedOpen(region.start(), region.end()))) {
        regions.remove(region);
        free.remove(Range.closedOpen(region.start(), region.end()));
        break; // at most one each time
      }
    }
  }

  private void checkAll(TestKernel machine, Execmem execmem) {
    ExecmemCheck.check(machine.kernel, execmem);
    assertEquals(List.copyOf(free.asRanges()), ranges(execmem));
    assertEquals(
        List.copyOf(regions),
        execmem.regions().stream().map(r -> AddressRange.of(r.address(), r.size())).toList());
    for (Map.Entry<Long, byte[]> block : live.entrySet()) {
      assertArrayEquals(
          block.getValue(), machine.kernel.memory().read(block.getKey(), block.getValue().length));
    }
    for (AddressRange region : regions) {
      assertEquals(0, (region.end() - region.start()) % MIB_2);
    }
  }

  private static List<Range<Long>> ranges(Execmem execmem) {
    return execmem.freeText().stream().map(r -> Range.closedOpen(r.start(), r.end())).toList();
  }

  private long anyBlock(Random random) {
    Long block = live.floorKey(live.firstKey() + random.nextLong(span() + 1));
    return block == null ? live.firstKey() : block;
  }

  private long span() {
    return live.lastKey() - live.firstKey();
  }
}
