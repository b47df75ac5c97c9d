package dev.hugetext.x86.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageTableTest {
  private static final long TEXT = 0xFFFF_FFFF_8100_0000L;
  private static final long GIB = 1L << 30;

  private final PhysicalMemory memory = PhysicalMemory.reserve(4 * GIB);
  private final FrameAllocator frames = new FrameAllocator(GIB >>> 12, 1 << 16);
  private final PageTable table = new PageTable(memory, frames);

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void anEmptyTableIsOnePageAndAllHole() {
    assertEquals(1, table.tablePages());
    assertEquals(-1, table.translate(TEXT));
    PageTable.Entry hole = table.find(TEXT);
    assertFalse(hole.isPresent());
    assertEquals(table.root() + 511 * 8, hole.address());
  }

  @Test
  void eachSizeTranslatesItsWholePage() {
    assertTrue(table.map(TEXT, 0x20_0000, PageSize.MIB_2, Pte.G));
    assertTrue(table.map(TEXT + 0x20_0000, 0x3000, PageSize.KIB_4, Pte.NX | Pte.RW));
    assertTrue(table.map(0xFFFF_8880_0000_0000L, 2 * GIB, PageSize.GIB_1, Pte.RW));
    assertEquals(0x20_0000 + 0x1F_FFFF, table.translate(TEXT + 0x1F_FFFF));
    assertEquals(0x3ABC, table.translate(TEXT + 0x20_0ABC));
    assertEquals(3 * GIB - 1, table.translate(0xFFFF_8880_3FFF_FFFFL));
    assertEquals(Pte.NX | 0x3000 | Pte.RW | Pte.P, table.find(TEXT + 0x20_0000).value());
    assertEquals(5, table.tablePages()); // root, 2 of the third level, one of each below
    assertEquals(5 * 4096, table.account().bytes());
  }

  @Test
  void aSplitKeepsEveryAddressAndEveryBit() {
    table.map(0, GIB, PageSize.GIB_1, Pte.RW | Pte.NX | Pte.G | Pte.D | Pte.A);
    assertTrue(table.split(0x1234_5678));
    assertTrue(table.split(0x1234_5678));
    assertEquals(PageSize.KIB_4, table.find(0x1234_5000).level());
    assertEquals(PageSize.MIB_2, table.find(0x2000_0000).level());
    for (long va = 0; va < GIB; va += 0x12_3457) {
      assertEquals(GIB + va, table.translate(va));
    }
    long flags = table.find(0x1234_5000).value() & ~Pte.ADDRESS_MASK;
    assertEquals(Pte.P | Pte.RW | Pte.NX | Pte.G | Pte.D | Pte.A, flags);
    assertThrows(IllegalStateException.class, () -> table.split(0x1234_5678));
  }

  @Test
  void unmapLeavesAHoleOfThatSize() {
    table.map(0x4000_0000, 0x20_0000, PageSize.MIB_2, 0);
    assertThrows(IllegalStateException.class, () -> table.unmap(0x4000_0000, PageSize.KIB_4));
    table.unmap(0x4000_0000, PageSize.MIB_2);
    assertEquals(PageSize.MIB_2, table.find(0x4000_0000).level());
    assertEquals(-1, table.translate(0x4000_0000));
  }

  @Test
  void largerPagesAndTablesInTheWayAreRefused() {
    table.map(0, 0, PageSize.MIB_2, 0);
    assertThrows(IllegalStateException.class, () -> table.map(0, 0, PageSize.KIB_4, 0));
    assertThrows(IllegalStateException.class, () -> table.map(0, 0, PageSize.GIB_1, 0));
    assertThrows(IllegalArgumentException.class, () -> table.map(4096, 0, PageSize.MIB_2, 0));
  }

  @Test
  void withoutFramesForTablesNothingIsMapped() {
    FrameAllocator two = new FrameAllocator(GIB >>> 12, 3);
    PageTable small = new PageTable(memory, two);
    assertFalse(small.map(TEXT, 0, PageSize.KIB_4, 0));
    assertEquals(-1, small.translate(TEXT));
    assertTrue(small.map(TEXT, 0, PageSize.MIB_2, 0));
    assertFalse(small.split(TEXT));
    assertEquals(PageSize.MIB_2, small.find(TEXT).level());
  }

  /** The upper bits are not ignored: such an address is no other name of a mapped one. */
  @Test
  void addressesThatAreNotCanonicalHaveNoPage() {
    table.map(0x1000, 0x9000, PageSize.KIB_4, 0);
    assertEquals(-1, table.translate(0x1000 | 1L << 60));
    assertEquals(-1, table.translate(0x1000 | 1L << 48));
    assertFalse(PageTable.isCanonical(0x0000_8000_0000_0000L));
    assertFalse(PageTable.isCanonical(0xFFFF_7FFF_FFFF_FFFFL));
    assertTrue(PageTable.isCanonical(0x0000_7FFF_FFFF_FFFFL));
    assertTrue(PageTable.isCanonical(0xFFFF_8000_0000_0000L));
    assertThrows(IllegalArgumentException.class, () -> table.map(1L << 60, 0, PageSize.KIB_4, 0));
  }

  @Test
  void anotherAddressSpaceSharesTheKernelsTables() {
    table.map(TEXT, 0x20_0000, PageSize.MIB_2, 0);
    PageTable poking = new PageTable(memory, frames);
    poking.shareRootEntries(table);
    poking.map(0x1000, 0x5000, PageSize.KIB_4, Pte.RW);
    assertEquals(0x20_0000, poking.translate(TEXT));
    assertEquals(-1, table.translate(0x1000));
    table.map(TEXT + 0x20_0000, 0x60_0000, PageSize.MIB_2, 0);
    assertEquals(0x60_0000, poking.translate(TEXT + 0x20_0000));
  }

  @Test
  void guestMemoryCrossesPagesAndNamesTheHole() {
    table.map(0x1000, 0x9000, PageSize.KIB_4, 0);
    table.map(0x2000, 0x5000, PageSize.KIB_4, 0);
    GuestMemory guest = new GuestMemory(memory, table);
    guest.putLong(0x1FFC, 0x0102_0304_0506_0708L);
    assertEquals(0x0506_0708, memory.getInt(0x9FFC));
    assertEquals(0x0102_0304, memory.getInt(0x5000));
    assertEquals(0x0102_0304_0506_0708L, guest.getLong(0x1FFC));
    guest.write(0x1FFE, new byte[] {1, 2, 3, 4});
    assertEquals(0x04030201, guest.getInt(0x1FFE));
    guest.fill(0x1000, 0x2000, 0xAB);
    assertEquals((short) 0xABAB, guest.getShort(0x1FFF));
    GuestFault fault = assertThrows(GuestFault.class, () -> guest.putLong(0x2FFD, 0));
    assertEquals(new PageFault(0x3000, false, true, false), fault.fault());
    fault = assertThrows(GuestFault.class, () -> guest.getLong(0x4FFD)); // both pages are holes
    assertEquals(new PageFault(0x4FFD, false, false, false), fault.fault());
  }
}
