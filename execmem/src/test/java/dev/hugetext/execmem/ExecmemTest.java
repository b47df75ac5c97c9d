package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a region costs, what its mapping looks like, and what wrong frees do. */
class ExecmemTest {
  private static final BootOptions NO_TAIL = BootOptions.DEFAULT.withTextTail(false);

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void aRegionCostsTwoFullFlushesAndWhatComesOutOfItNone() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long block = execmem.alloc(64, 64);
      assertEquals(2, machine.counts().flushAll());
      long other = execmem.alloc(4096, 64);
      assertEquals(block, execmem.fill(block, filled(64, 0x90)));
      execmem.free(other);
      assertEquals(2, machine.counts().flushAll());
      assertEquals(0, machine.counts().flushRange());
      // two pokes, of the fill and of the free; each switches there and back, and flushes locally
      assertEquals(4, machine.kernel.textPoke().counters().mmSwitches());
      assertEquals(2, machine.counts().flushLocal());
      assertEquals(2, machine.kernel.textPoke().counters().pokes());
    }
  }

  @Test
  void aRegionIsOneLargeReadOnlyExecutablePageAndItsAliasIsReadOnly() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      long block = new Execmem(machine.kernel).alloc(64, 64);
      PageTable.Entry text = machine.table.find(block);
      assertEquals(PageSize.MIB_2, text.level());
      assertEquals(0, text.value() & (Pte.RW | Pte.NX));
      long alias = machine.kernel.layout().directMapAddress(text.physical(block));
      PageTable.Entry direct = machine.table.find(alias);
      assertEquals(PageSize.MIB_2, direct.level());
      assertEquals(Pte.NX, direct.value() & (Pte.RW | Pte.NX));
      assertEquals(0, machine.kernel.directMap().level2Splits());
    }
  }

  @Test
  void inAGigabytePageTheFirstRegionSplitsItOnceAndOnlyToTwoMebibytes() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      while (machine.frames.allocate(9) < TestKernel.GIB) {
        // take every large frame of the first gigabyte, which is mapped by 2 MiB pages anyway
      }
      Execmem execmem = new Execmem(machine.kernel);
      long before = machine.kernel.directMap().mappedBytes(PageSize.GIB_1);
      long first = execmem.alloc(2 << 20, 64);
      long second = execmem.alloc(2 << 20, 64);
      assertEquals(1, machine.kernel.directMap().level3Splits());
      assertEquals(0, machine.kernel.directMap().level2Splits());
      assertEquals(before - TestKernel.GIB, machine.kernel.directMap().mappedBytes(PageSize.GIB_1));
      assertEquals(2 + 1 + 2, machine.counts().flushAll());
      execmem.free(first);
      execmem.free(second);
      assertEquals(1, machine.kernel.directMap().level3Splits());
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void withoutLargeFramesTheRegionSilentlyHasSmallPagesAndSplitsTheDirectMap() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL.withHugeVmalloc(false))) {
      while (machine.frames.allocate(0) < 64 << 20) {
        // use up the low frames, whose direct map consists of small pages already
      }
      Execmem execmem = new Execmem(machine.kernel);
      long block = execmem.alloc(64, 64);
      assertEquals(PageSize.KIB_4, machine.table.find(block).level());
      assertTrue(machine.kernel.directMap().level2Splits() > 0);
      execmem.free(block);
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void whereNoLargeFrameIsLeftTheRegionSilentlyHasSmallPages() {
    try (TestKernel machine = TestKernel.boot(KernelLayout.linux(1), NO_TAIL, 128L << 20)) {
      List<Long> odd = new ArrayList<>();
      for (long frame = machine.frames.allocate(0);
          frame >= 0;
          frame = machine.frames.allocate(0)) {
        if ((frame & 4096) != 0) {
          odd.add(frame);
        }
      }
      odd.forEach(frame -> machine.frames.free(frame, 0));
      Execmem execmem = new Execmem(machine.kernel);
      long block = execmem.alloc(64, 64);
      // the place of the large attempt waits for a purge
      long second = machine.kernel.layout().modules().start() + PageSize.MIB_2.bytes();
      assertEquals(second, block);
      assertEquals(PageSize.KIB_4, machine.table.find(block).level());
      assertEquals(1, execmem.smallPageRegions());
      execmem.free(block);
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void freshTextIsZeroAndFreedTextIsInt3() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      machine.physical.fill(2 << 20, 8 << 20, 0x55);
      Execmem execmem = new Execmem(machine.kernel);
      long a = execmem.alloc(64, 64);
      long b = execmem.alloc(64, 64);
      assertArrayEquals(new byte[64], machine.kernel.memory().read(a, 64));
      assertEquals(a, execmem.fill(a, filled(64, 0x90)));
      execmem.free(a);
      assertArrayEquals(filled(64, 0xCC), machine.kernel.memory().read(a, 64));
      assertArrayEquals(new byte[64], machine.kernel.memory().read(b, 64));
    }
  }

  @Test
  void anUnknownOrDoubleFreeOnlyWarns() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long a = execmem.alloc(64, 64);
      long b = execmem.alloc(64, 64);
      execmem.free(a);
      execmem.free(a);
      execmem.free(0xffff_ffff_a100_0000L);
      execmem.free(0);
      assertEquals(2, machine.kernel.warnings().count(Site.FREE_UNKNOWN_ADDRESS));
      assertEquals("0x%x".formatted(a), machine.kernel.warnings().list().getFirst().first());
      assertEquals(a, execmem.alloc(64, 64));
      execmem.free(b);
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void freeingAnAddressInsideABlockDestroysTheStartOfTheNext() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      long a = execmem.alloc(64, 64);
      long b = execmem.alloc(64, 64);
      execmem.fill(b, filled(64, 0x90));
      execmem.free(a + 16);
      assertArrayEquals(filled(16, 0xCC), machine.kernel.memory().read(b, 16));
      assertArrayEquals(filled(48, 0x90), machine.kernel.memory().read(b + 16, 48));
      assertEquals(a, execmem.alloc(64, 64));
    }
  }

  @Test
  void freeingVmallocMemoryWarnsAndTakesItIntoThePool() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      AddressRange range = machine.kernel.layout().modules();
      VmStruct data =
          machine
              .kernel
              .vmalloc()
              .allocate(
                  new VmallocRequest(8192, 4096, range, Protection.PAGE_KERNEL, false, false));
      assertNotNull(data);
      execmem.free(data.address());
      assertEquals(1, machine.kernel.warnings().count(Site.FREE_OF_VMALLOC_AREA));
      assertEquals(List.of(AddressRange.of(data.address(), data.size())), execmem.freeText());
      assertFalse((machine.table.find(data.address()).value() & Pte.RW) == 0);
    }
  }

  @Test
  void freeingVmallocMemoryWithAGuardPageIsTheKernelsEnd() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      AddressRange range = machine.kernel.layout().vmalloc();
      VmStruct data =
          machine
              .kernel
              .vmalloc()
              .allocate(new VmallocRequest(4096, 4096, range, Protection.PAGE_KERNEL, false, true));
      assertNotNull(data);
      assertThrows(KernelBug.class, () -> execmem.free(data.address()));
    }
  }

  @Test
  void whenFramesAreOutAllocReturnsNull() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      assertEquals(0, execmem.alloc(1L << 40, 64));
      assertEquals(0, execmem.alloc(machine.kernel.layout().modules().bytes() + 1, 64));
      while (machine.frames.allocate(0) >= 0) {
        // until nothing is left
      }
      assertEquals(0, execmem.alloc(64, 64));
      assertEquals(List.of(), execmem.regions());
    }
  }

  @Test
  void anAlignmentThatIsNoPowerOfTwoIsWrongUse() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      assertThrows(IllegalArgumentException.class, () -> execmem.alloc(64, 48));
      assertThrows(IllegalArgumentException.class, () -> execmem.alloc(64, 0));
    }
  }
}
