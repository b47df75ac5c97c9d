package dev.hugetext.x86.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What flushes drop and keep, as the SDM says in volume 3, 4.10.4. */
class TlbFlushTest {
  private static final long GIB = 1L << 30;
  private static final long MIB_2 = PageSize.MIB_2.bytes();
  private static final long KIB_4 = PageSize.KIB_4.bytes();
  private static final long BASE = 0xFFFF_8880_0000_0000L;

  private final PhysicalMemory memory = PhysicalMemory.reserve(4 * GIB);
  private final PageTable table = new PageTable(memory, new FrameAllocator(1 << 16, 1 << 16));

  @AfterEach
  void close() {
    memory.close();
  }

  private Mmu mmu(TlbPreset preset) {
    return new Mmu(preset.geometry(), TlbPolicy.LRU, 1, memory, table.root(), true);
  }

  private static long misses(Tlb tlb, long va) {
    long before = tlb.misses();
    tlb.translate(va, false);
    return tlb.misses() - before;
  }

  /** Skylake's instruction side holds 1 GiB pages in pieces: one INVLPG drops all of them. */
  @Test
  void invlpgDropsEveryPieceOfAPage() {
    table.map(BASE, 0, PageSize.GIB_1, Pte.G);
    Mmu mmu = mmu(TlbPreset.SKYLAKE_SP);
    Tlb tlb = mmu.instruction();
    assertEquals(1, misses(tlb, BASE));
    assertEquals(0, misses(tlb, BASE + 5 * MIB_2)); // from the whole page in the second level
    mmu.flushPage(BASE + 700 * KIB_4);
    table.unmap(BASE, PageSize.GIB_1);
    assertEquals(Tlb.FAULT, tlb.translate(BASE, false));
    assertEquals(Tlb.FAULT, tlb.translate(BASE + 5 * MIB_2, false));
    assertEquals(0, mmu.staleUseCount());
  }

  /** Zen 2 has no 1 GiB pages in its second level, but puts them into the first one whole. */
  @Test
  void aPageInPiecesBelowIsWholeAbove() {
    table.map(BASE, 0, PageSize.GIB_1, Pte.G | Pte.RW);
    Tlb tlb = mmu(TlbPreset.ZEN2).data();
    assertEquals(1, misses(tlb, BASE));
    assertEquals(GIB - 8, tlb.translate(BASE + GIB - 8, false));
    assertEquals(1, tlb.misses());
    assertEquals(0, tlb.secondLevelHits());
  }

  /** A few bytes can lie in two pages. */
  @Test
  void aRangeAcrossPagesDropsBoth() {
    for (int page = 0; page < 4; page++) {
      table.map(BASE + page * KIB_4, page * KIB_4, PageSize.KIB_4, Pte.G);
    }
    Mmu mmu = mmu(TlbPreset.SKYLAKE_SP);
    for (int page = 0; page < 4; page++) {
      assertEquals(1, misses(mmu.data(), BASE + page * KIB_4));
    }
    mmu.flushRange(BASE + 2 * KIB_4 - 2, BASE + 2 * KIB_4 + 3);
    assertEquals(0, misses(mmu.data(), BASE));
    assertEquals(1, misses(mmu.data(), BASE + KIB_4));
    assertEquals(1, misses(mmu.data(), BASE + 2 * KIB_4));
    assertEquals(0, misses(mmu.data(), BASE + 3 * KIB_4));
  }

  @Test
  void loadingTheRootKeepsGlobalPages() {
    table.map(BASE, 0, PageSize.KIB_4, Pte.G);
    table.map(BASE + KIB_4, KIB_4, PageSize.KIB_4, 0);
    Mmu mmu = mmu(TlbPreset.ZEN3);
    assertEquals(1, misses(mmu.data(), BASE));
    assertEquals(1, misses(mmu.data(), BASE + KIB_4));
    mmu.loadRoot(table.root());
    assertEquals(0, misses(mmu.data(), BASE));
    assertEquals(1, misses(mmu.data(), BASE + KIB_4));
  }

  /** The frame is the same, but nobody may write there any more. */
  @Test
  void aWriteThatOnlyTheHeldTranslationPermitsIsStale() {
    table.map(BASE, 0, PageSize.KIB_4, Pte.RW);
    Mmu mmu = mmu(TlbPreset.GOLDEN_COVE);
    mmu.data().translate(BASE, true);
    table.map(BASE, 0, PageSize.KIB_4, 0);
    mmu.data().translate(BASE, false);
    assertEquals(0, mmu.staleUseCount());
    assertEquals(0, mmu.data().translate(BASE, true));
    assertEquals(1, mmu.staleUseCount());
    mmu.flushPage(BASE);
    assertEquals(Tlb.FAULT, mmu.data().translate(BASE, true));
    assertEquals(1, mmu.staleUseCount());
  }
}
