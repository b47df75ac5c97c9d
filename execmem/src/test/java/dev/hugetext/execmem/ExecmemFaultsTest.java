package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.vmap.AreaObjects;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Errors of the series' allocator and bugs of its earlier versions, each with what it comes to, and
 * that version 5 has it not.
 */
class ExecmemFaultsTest {
  private static final long MIB_2 = 2L << 20;
  private static final BootOptions NO_TAIL = BootOptions.DEFAULT.withTextTail(false);

  private static void exhaust(TestKernel machine) {
    for (int order = PageSize.MIB_2.order(); order >= 0; order--) {
      while (machine.frames.allocate(order) >= 0) {
        // all of it
      }
    }
  }

  @Test
  void withoutFramesAllocReturnsNullAndVersionOneReleasesALockThatItDoesNotHold() {
    for (ExecmemFault fault : ExecmemFault.values()) {
      try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
        Execmem execmem = new Execmem(machine.kernel, EnumSet.of(fault));
        exhaust(machine);
        assertEquals(0, execmem.alloc(64, 64));
        long expected = fault == ExecmemFault.UNLOCK_NOT_HELD ? 1 : 0;
        assertEquals(expected, machine.kernel.warnings().count(Site.UNLOCK_NOT_HELD));
      }
    }
  }

  /** One object for the block, one for the region's area: NULL wherever they end. */
  @Test
  void withoutObjectsForAreasAllocReturnsNullAndNothingIsHalfDone() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      AreaObjects objects = machine.kernel.vmapSpace().objects();
      for (int left = 0; left < 2; left++) {
        objects.limit(left);
        assertEquals(0, execmem.alloc(64, 64));
        assertEquals(List.of(), execmem.regions());
      }
      objects.limit(2);
      assertNotEquals(0, execmem.alloc(64, 64));
      assertEquals(0, execmem.alloc(64, 64)); // there is room, but no object for the block
      ExecmemCheck.check(machine.kernel, execmem);
      assertEquals(List.of(), machine.kernel.warnings().list());
    }
  }

  @Test
  void withoutAnObjectForTheRemainderAnAreaCannotBeSplitAndAllocReturnsNull() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long first = execmem.alloc(100, 64);
      List<AddressRange> free = execmem.freeText();
      AreaObjects objects = machine.kernel.vmapSpace().objects();
      objects.limit(1);
      assertEquals(0, execmem.alloc(64, 64)); // 28 bytes would be left before it
      assertEquals(free, execmem.freeText());
      objects.limit(1);
      assertEquals(first + 100, execmem.alloc(28, 4)); // at the edge nothing is split
      objects.limit(2);
      assertNotEquals(0, execmem.alloc(64, 4096));
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void withoutAnObjectForTheRegionAFreeKeepsItForALaterOne() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long block = execmem.alloc(64, 64);
      AreaObjects objects = machine.kernel.vmapSpace().objects();
      objects.limit(0);
      execmem.free(block);
      assertEquals(1, execmem.regions().size());
      assertEquals(List.of(AddressRange.of(block, MIB_2)), execmem.freeText());
      ExecmemCheck.check(machine.kernel, execmem);
      objects.lift();
      execmem.free(execmem.alloc(64, 64));
      assertEquals(List.of(), execmem.regions());
      assertEquals(List.of(), machine.kernel.warnings().list());
    }
  }

  @Test
  void aFullRangeIsNullToo() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long all = machine.kernel.layout().modules().bytes();
      assertEquals(0, execmem.alloc(all + 1, 64));
      assertEquals(List.of(), machine.kernel.warnings().list());
    }
  }

  @Test
  void architecturesWithoutHooksCannotFill() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL.withArchHooks(false))) {
      Execmem execmem = new Execmem(machine.kernel);
      long block = execmem.alloc(64, 64);
      assertNotEquals(0, block);
      assertEquals(Errno.EOPNOTSUPP.negative(), execmem.fill(block, new byte[1]));
      assertEquals(Errno.EINVAL.negative(), execmem.fill(block + 64, new byte[1]));
      execmem.free(block); // that nothing can be invalidated is nobody's concern
      assertEquals(List.of(), execmem.regions());
      assertEquals(0, machine.counts().textPokes());
    }
  }

  private static Execmem execmem(TestKernel machine, boolean faulty, ExecmemFault fault) {
    Set<ExecmemFault> faults = EnumSet.noneOf(ExecmemFault.class);
    if (faulty) {
      faults.add(fault);
    }
    return new Execmem(machine.kernel, faults);
  }

  /** Three regions of 2 MiB at lower, middle and upper addresses; the middle one is freed. */
  private static long freeTheMiddleOfThree(Execmem execmem) {
    long low = execmem.alloc(MIB_2, 64);
    long middle = execmem.alloc(MIB_2, 64);
    long high = execmem.alloc(MIB_2, 64);
    assertEquals(low + MIB_2, middle);
    assertEquals(middle + MIB_2, high);
    execmem.free(middle);
    return middle;
  }

  @Test
  void versionOneKeepsARegionOnTheListThatItGaveBack() {
    for (boolean faulty : new boolean[] {false, true}) {
      try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
        Execmem execmem = execmem(machine, faulty, ExecmemFault.UNLINK_KEEPS_REGION);
        long middle = freeTheMiddleOfThree(execmem);
        assertEquals(faulty ? 3 : 2, execmem.regions().size());
        assertEquals(-1, machine.table.translate(middle));
      }
    }
  }

  @Test
  void andGivesItBackAgainWithHalfOfALaterOneAtItsPlace() {
    for (boolean faulty : new boolean[] {false, true}) {
      try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
        Execmem execmem = execmem(machine, faulty, ExecmemFault.UNLINK_KEEPS_REGION);
        long first = execmem.alloc(MIB_2, 64);
        long second = execmem.alloc(MIB_2, 64);
        long third = execmem.alloc(MIB_2, 64);
        execmem.free(second); // of the middle of the list: version 1 keeps both of these
        execmem.free(first);
        machine.kernel.vmapSpace().unmapAliases(); // their addresses can be used again
        long large = execmem.alloc(3 * MIB_2 / 2, 64); // of 4 MiB, at the same place
        long rest = execmem.alloc(MIB_2 / 2, 64);
        assertEquals(first, large);
        assertEquals(first + 3 * MIB_2 / 2, rest);
        execmem.free(large);
        // half of a region in use: version 5 waits for the rest, version 1 takes it for the old one
        assertEquals(faulty, machine.table.translate(first) == -1);
        assertEquals(faulty, execmem.freeText().getFirst().start() != first);
        assertNotEquals(-1, machine.table.translate(rest));
        assertNotEquals(-1, machine.table.translate(third));
      }
    }
  }

  @Test
  void aPushWithoutLockLosesARegionThatIsThenNeverGivenBack() {
    for (boolean faulty : new boolean[] {false, true}) {
      try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
        Execmem execmem = execmem(machine, faulty, ExecmemFault.PUSH_WITHOUT_LOCK);
        long[] other = new long[1];
        if (faulty) {
          // what another CPU does between this one's read of the list's head and its write
          execmem.regionList().duringNextPush(() -> other[0] = execmem.alloc(MIB_2, 64));
        } else {
          other[0] = execmem.alloc(MIB_2, 64);
        }
        long mine = execmem.alloc(MIB_2, 64);
        assertEquals(faulty ? 1 : 2, execmem.regions().size());
        execmem.free(mine);
        execmem.free(other[0]);
        assertEquals(faulty ? MIB_2 : 0, execmem.usage().backed() + lost(execmem));
      }
    }
  }

  /** Free text behind which no listed region is. */
  private static long lost(Execmem execmem) {
    long free = execmem.freeText().stream().mapToLong(range -> range.bytes()).sum();
    return free - execmem.regions().stream().mapToLong(VmStruct::size).sum();
  }

  @Test
  void anErrorOfSetMemoryIsIgnoredAndThePoolHasTheWrongProtection() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      // module space ready; then no frame is left but a 2 MiB page of an intact 1 GiB page
      execmem.free(execmem.alloc(64, 64));
      machine.kernel.vmapSpace().unmapAliases();
      long large = TestKernel.GIB;
      while (machine.frames.freeBytes() > 0) {
        exhaust(machine);
      }
      // the direct map cannot be split without a frame for the table: read-only fails
      machine.frames.free(takenAt(machine, large), PageSize.MIB_2.order());
      long block = execmem.alloc(64, 64);
      assertNotEquals(0, block);
      long leaf = machine.table.find(block).value();
      long alias = machine.kernel.layout().directMapAddress(machine.table.translate(block));
      assertEquals(0, leaf & Pte.RW);
      assertEquals(Pte.RW, machine.table.find(alias).value() & Pte.RW);
      assertEquals(PageSize.GIB_1, machine.table.find(alias).level());
    }
  }

  /** A block of 2 MiB in the first GiB that the direct map has as one page. */
  private static long takenAt(TestKernel machine, long from) {
    for (long at = from; ; at += MIB_2) {
      long alias = machine.kernel.layout().directMapAddress(at);
      if (machine.table.find(alias).level() == PageSize.GIB_1) {
        return at;
      }
    }
  }
}
