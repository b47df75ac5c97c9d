package dev.hugetext.x86.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.HostMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The soft-TLB and the model behind it count exactly what a plain model counts. */
class TlbProperties {
  private static final long GIB = 1L << 30;
  private static final long BASE = 0xFFFF_8880_0000_0000L;
  private static final int STEPS = 2500;

  /** Two gigabytes of each page size, mapped to the same first two gigabytes of memory. */
  private static final class World {
    final PhysicalMemory memory = PhysicalMemory.reserve(4 * GIB);
    final PageTable table =
        new PageTable(memory, new FrameAllocator(2 * GIB >>> 12, 2 * GIB >>> 12));

    World(int smallPages) {
      for (int i = 0; i < smallPages; i++) {
        map(i * 4096L, PageSize.KIB_4);
      }
      for (long at = 0; at < 2 * GIB; at += PageSize.MIB_2.bytes()) {
        map(at, PageSize.MIB_2);
      }
      map(0, PageSize.GIB_1);
      map(GIB, PageSize.GIB_1);
    }

    private void map(long physical, PageSize size) {
      table.map(regionOf(size) + physical, physical, size, Pte.RW | Pte.G);
    }

    static long regionOf(PageSize size) {
      return BASE + size.ordinal() * 512 * GIB;
    }
  }

  /** One side of a CPU as the plain model has it. */
  private static final class ReferenceSide {
    final ReferenceTlb first;
    final ReferenceTlb second;
    long misses;
    long secondLevelHits;
    final long[] walks = new long[3];

    ReferenceSide(ReferenceTlb first, ReferenceTlb second) {
      this.first = first;
      this.second = second;
    }

    void access(long va, PageSize size) {
      if (first.lookUp(va) != null) {
        return;
      }
      ReferenceTlb.Page page = second.lookUp(va);
      if (page != null) {
        secondLevelHits++;
        first.insert(va, page.size());
        return;
      }
      misses++;
      walks[size.ordinal()]++;
      second.insert(va, size);
      first.insert(va, size);
    }
  }

  /** A CPU's unit and the plain model of it, driven alike. */
  private static final class Pair {
    private final World world;
    private final int pages;
    private final Random random;
    private final Mmu mmu;
    private final ReferenceSide fetch;
    private final ReferenceSide data;
    private final List<ReferenceTlb> levels;

    Pair(World world, TlbGeometry geometry, TlbPolicy policy, int pages, boolean stale, long seed) {
      this.world = world;
      this.pages = pages;
      random = new Random(seed);
      mmu = new Mmu(geometry, policy, seed, world.memory, world.table.root(), stale);
      ReferenceTlb second = reference(geometry.instructionL2(), policy, seed, 2);
      ReferenceTlb dataSecond =
          geometry.unifiedL2() ? second : reference(geometry.dataL2(), policy, seed, 3);
      fetch = new ReferenceSide(reference(geometry.instructionL1(), policy, seed, 0), second);
      data = new ReferenceSide(reference(geometry.dataL1(), policy, seed, 1), dataSecond);
      levels = List.of(fetch.first, data.first, second, dataSecond);
    }

    private static ReferenceTlb reference(
        List<TlbArray> level, TlbPolicy policy, long seed, int number) {
      return new ReferenceTlb(level, policy, seed * Mmu.SEEDS + number * Mmu.SEEDS_OF_LEVEL);
    }

    void step() {
      PageSize size = PageSize.values()[random.nextInt(3)];
      long reach =
          size == PageSize.KIB_4
              ? pages * 4096L
              : Math.min(2 * GIB, pages * size.bytes() / 8 + 4096);
      long offset = random.nextLong(reach);
      long va = World.regionOf(size) + offset;
      int what = random.nextInt(1000);
      if (what == 0) {
        mmu.flushAll();
        levels.forEach(ReferenceTlb::flushAll);
      } else if (what < 10) {
        long end = va + random.nextLong(1, 1L << random.nextInt(1, 24));
        mmu.flushRange(va, end);
        levels.forEach(tlb -> tlb.flush(va, end));
      } else if (what < 20) {
        mmu.flushPage(va);
        long page = PageSize.KIB_4.base(va);
        levels.forEach(tlb -> tlb.flush(page, page + PageSize.KIB_4.bytes()));
      } else {
        access((what & 1) == 0, va, offset, size);
      }
    }

    private void access(boolean isFetch, long va, long offset, PageSize size) {
      for (int again = 0; again <= random.nextInt(3); again++) {
        long at = PageSize.KIB_4.base(va) + random.nextInt(4096);
        boolean write = !isFetch && random.nextBoolean();
        Tlb side = isFetch ? mmu.instruction() : mmu.data();
        long physical = PageSize.KIB_4.base(offset) + PageSize.KIB_4.offset(at);
        assertEquals(physical, TlbProperties.access(side, at, write, world.memory));
        (isFetch ? fetch : data).access(at, size);
      }
    }

    void assertSameCounters() {
      assertEquals(0, mmu.staleUseCount());
      assertSame(fetch, mmu.instruction());
      assertSame(data, mmu.data());
    }
  }

  /** An access as an engine makes it: the soft-TLB first. */
  private static long access(Tlb tlb, long va, boolean write, PhysicalMemory memory) {
    long[] soft = tlb.soft().table();
    int entry = SoftTlb.index(va) * SoftTlb.STRIDE;
    int tag = write ? SoftTlb.WRITE : SoftTlb.READ;
    if ((va & -4096) == soft[entry + tag]) {
      return va + soft[entry + SoftTlb.ADDEND] - memory.hostAddress(0);
    }
    return tlb.translate(va, write);
  }

  @Property(tries = 120)
  void everyCounterEqualsThePlainModels(
      @ForAll TlbPreset preset,
      @ForAll TlbPolicy policy,
      @ForAll @IntRange(min = 1, max = 4000) int pages,
      @ForAll boolean reportStale,
      @ForAll long seed) {
    World world = new World(pages);
    try (world.memory) {
      var pair = new Pair(world, preset.geometry(), policy, pages, reportStale, seed);
      for (int step = 0; step < STEPS; step++) {
        pair.step();
      }
      pair.assertSameCounters();
    }
  }

  private static void assertSame(ReferenceSide expected, Tlb tlb) {
    assertEquals(expected.misses, tlb.misses());
    assertEquals(expected.secondLevelHits, tlb.secondLevelHits());
    for (PageSize size : PageSize.values()) {
      assertEquals(expected.walks[size.ordinal()], tlb.walks(size));
    }
  }

  /** A host address that the soft-TLB gives is that of the frame: bytes written there are read. */
  @Property(tries = 50)
  void softAddressesAreHostAddresses(
      @ForAll TlbPreset preset, @ForAll byte value, @ForAll long seed) {
    World world = new World(8);
    try (world.memory) {
      Mmu mmu =
          new Mmu(preset.geometry(), TlbPolicy.PLRU, 1, world.memory, world.table.root(), false);
      long offset = new Random(seed).nextLong(2 * GIB);
      long va = World.regionOf(PageSize.GIB_1) + offset;
      mmu.data().translate(va, true);
      long[] soft = mmu.data().soft().table();
      int entry = SoftTlb.index(va) * SoftTlb.STRIDE;
      assertEquals(va & -4096, soft[entry + SoftTlb.WRITE]);
      HostMemory.ALL.set(HostMemory.BYTE, va + soft[entry + SoftTlb.ADDEND], value);
      assertEquals(value, world.memory.getByte(offset));
    }
  }
}
