package dev.hugetext.x86.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The walk's rules in the SDM, volume 3: rights of all levels together (4.6), A and D (4.8). */
class PageWalkerTest {
  private static final long VA = 0xFFFF_8880_0012_3000L;
  private static final long PA = 0x5000;

  private final PhysicalMemory memory = PhysicalMemory.reserve(1L << 30);
  private final PageTable table = new PageTable(memory, new FrameAllocator(1 << 16, 1 << 10));
  private final Mmu mmu =
      new Mmu(TlbPreset.ZEN3.geometry(), TlbPolicy.LRU, 1, memory, table.root(), false);

  @AfterEach
  void close() {
    memory.close();
  }

  /** The physical addresses of the four entries that translate {@link #VA}, the root's first. */
  private List<Long> entries() {
    List<Long> entries = new ArrayList<>();
    long in = table.root();
    for (int shift = PageTable.ROOT_SHIFT; shift >= PageSize.KIB_4.shift(); ) {
      long at = PageTable.entryAddress(in, VA, shift);
      entries.add(at);
      in = table.readEntry(at) & Pte.ADDRESS_MASK;
      shift -= PageTable.LEVEL_SHIFT;
    }
    return entries;
  }

  private void map(long flags) {
    table.map(VA, PA, PageSize.KIB_4, flags);
  }

  private boolean has(long entry, long flag) {
    return (table.readEntry(entry) & flag) != 0;
  }

  @Test
  void everyLevelMustPermitAWrite() {
    map(Pte.RW);
    for (long entry : entries()) {
      long value = table.readEntry(entry);
      table.writeEntry(entry, value & ~Pte.RW);
      mmu.flushAll();
      assertEquals(Tlb.FAULT, mmu.data().translate(VA, true));
      assertTrue(mmu.data().fault().present());
      assertEquals(PA, mmu.data().translate(VA, false));
      table.writeEntry(entry, value);
    }
    mmu.flushAll();
    assertEquals(PA, mmu.data().translate(VA, true));
  }

  @Test
  void anyLevelForbidsFetches() {
    map(0);
    for (long entry : entries()) {
      long value = table.readEntry(entry);
      table.writeEntry(entry, value | Pte.NX);
      mmu.flushAll();
      assertEquals(Tlb.FAULT, mmu.instruction().translate(VA, false));
      assertTrue(mmu.instruction().fault().present());
      assertEquals(PA, mmu.data().translate(VA, false));
      table.writeEntry(entry, value);
    }
    mmu.flushAll();
    assertEquals(PA, mmu.instruction().translate(VA, false));
  }

  @Test
  void aWalkMarksEveryLevelAccessed() {
    map(Pte.RW);
    for (long entry : entries()) {
      table.writeEntry(entry, table.readEntry(entry) & ~(Pte.A | Pte.D));
    }
    mmu.instruction().translate(VA, false);
    for (long entry : entries()) {
      assertTrue(has(entry, Pte.A));
      assertFalse(has(entry, Pte.D));
    }
  }

  /** Also where the translation is held: the first store sets it, in the leaf. */
  @Test
  void theFirstStoreMarksThePageDirty() {
    map(Pte.RW);
    long leaf = entries().getLast();
    mmu.data().translate(VA, false);
    assertFalse(has(leaf, Pte.D));
    long walks = mmu.data().walks(PageSize.KIB_4);
    assertEquals(PA, mmu.data().translate(VA, true));
    assertTrue(has(leaf, Pte.D));
    assertEquals(walks, mmu.data().walks(PageSize.KIB_4), "it was no miss");
  }

  /** A page that forbids the access is found, but not touched. */
  @Test
  void aForbiddenAccessMarksNothing() {
    map(0);
    long leaf = entries().getLast();
    assertEquals(Tlb.FAULT, mmu.data().translate(VA, true));
    assertFalse(has(leaf, Pte.A | Pte.D));
  }
}
