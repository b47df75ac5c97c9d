package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.execmem.vmap.VmapRam;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What kernels do differently with vmalloc space, and mappings of frames that one has. */
class VmapVersionsTest {
  private static final long PAGE = 4096;
  private static final int BLOCK_PAGES = 1024;

  private static TestKernel boot(KernelVersion version) {
    return TestKernel.boot(BootOptions.DEFAULT.withVersion(version));
  }

  private static VmStruct allocate(TestKernel machine, long pages) {
    return allocate(machine, pages * PAGE, false);
  }

  private static VmStruct allocate(TestKernel machine, long size, boolean huge) {
    AddressRange range = machine.kernel.layout().vmalloc();
    var request = new VmallocRequest(size, PAGE, range, Protection.PAGE_KERNEL, huge, true);
    VmStruct vm = machine.kernel.vmalloc().allocate(request);
    assertNotNull(vm);
    return vm;
  }

  @Test
  void purgedSpaceGoesToTheSameNodeAndSizeBeforeTheLowestPlace() {
    try (TestKernel machine = boot(KernelVersion.V6_18)) {
      VmapSpace space = machine.kernel.vmapSpace();
      VmStruct low = allocate(machine, 1);
      VmStruct two = allocate(machine, 2);
      machine.kernel.vmalloc().free(low.address());
      machine.kernel.vmalloc().free(two.address());
      space.unmapAliases();
      space.check();
      long end = two.end() + PAGE;
      assertEquals(end, allocate(machine, 3).address()); // there is no pool of that size yet
      machine.kernel.thisCpu().drive(1);
      assertEquals(end + 4 * PAGE, allocate(machine, 1).address()); // nor one of that node
      machine.kernel.thisCpu().drive(0);
      assertEquals(two.address(), allocate(machine, 2).address());
      assertEquals(low.address(), allocate(machine, 1).address());
      space.check();
    }
  }

  @Test
  void eachPurgeLetsAQuarterOfAPoolBecomeFree() {
    try (TestKernel machine = boot(KernelVersion.V6_18)) {
      VmapSpace space = machine.kernel.vmapSpace();
      long start = machine.kernel.layout().vmalloc().start();
      for (int i = 0; i < 8; i++) {
        allocate(machine, 1);
      }
      for (int i = 0; i < 8; i++) {
        machine.kernel.vmalloc().free(start + i * 2 * PAGE);
      }
      space.unmapAliases(); // into the pool
      space.unmapAliases(); // the oldest two out of it
      space.check();
      assertEquals(start, allocate(machine, 3).address()); // with its guard page all four pages
      assertEquals(start + 4 * PAGE, allocate(machine, 1).address()); // from the pool
    }
  }

  @Test
  void inTheSingleTreeALaterNodeIsNothing() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmStruct a = allocate(machine, 1);
      VmStruct b = allocate(machine, 1);
      machine.kernel.vmalloc().free(a.address());
      machine.kernel.vmapSpace().unmapAliases();
      assertEquals(b.end() + PAGE, allocate(machine, 2).address());
      machine.kernel.thisCpu().drive(3);
      assertEquals(a.address(), allocate(machine, 1).address());
    }
  }

  @Test
  void anAddressFarInsideAnAreaIsFoundOverAllNodes() {
    try (TestKernel machine = boot(KernelVersion.V6_18)) {
      VmStruct vm = allocate(machine, 100);
      for (int page = 0; page <= 100; page += 10) {
        var area = machine.kernel.vmapSpace().find(vm.address() + page * PAGE);
        assertNotNull(area);
        assertEquals(vm.address(), area.start());
      }
      assertNull(machine.kernel.vmapSpace().find(vm.end() + PAGE));
    }
  }

  @Test
  void theShareOfEachMemoryNodeCountsOnlyInOldKernels() {
    for (KernelVersion version : KernelVersion.values()) {
      var options = BootOptions.DEFAULT.withVersion(version).withOnlineNodes(2);
      try (TestKernel machine = TestKernel.boot(options)) {
        PageSize expected = version.hugeByNodeShare() ? PageSize.KIB_4 : PageSize.MIB_2;
        assertEquals(expected, allocate(machine, 2 << 20, true).pageSize());
        assertEquals(PageSize.MIB_2, allocate(machine, 4 << 20, true).pageSize());
      }
    }
  }

  private static long[] frames(TestKernel machine, int count) {
    long[] frames = new long[count];
    for (int i = 0; i < count; i++) {
      frames[i] = machine.frames.allocate(0);
    }
    return frames;
  }

  @ParameterizedTest
  @EnumSource(KernelVersion.class)
  void smallMappingsAreCutFromABlockThatIsUsedUpBeforeItIsFreed(KernelVersion version) {
    try (TestKernel machine = boot(version)) {
      VmapRam ram = machine.kernel.vmapRam();
      VmapSpace space = machine.kernel.vmapSpace();
      long[] frames = frames(machine, 3);
      long first = ram.map(frames);
      assertEquals(0, first & (BLOCK_PAGES * PAGE - 1));
      assertEquals(frames[2], machine.table.translate(first + 2 * PAGE));
      ram.unmap(first, 3);
      assertEquals(-1, machine.table.translate(first + 2 * PAGE));
      for (int used = 4; used < BLOCK_PAGES; used += 4) {
        assertEquals(first + used * PAGE, ram.map(frames));
        ram.unmap(first + used * PAGE, 3);
      }
      assertEquals(BLOCK_PAGES, space.lazyPages());
      assertEquals(first + BLOCK_PAGES * PAGE, ram.map(frames)); // the old place waits
      space.check();
    }
  }

  @Test
  void dirtyPartsOfBlocksAreFlushedWithWhatWaits() {
    try (TestKernel machine = boot(KernelVersion.V6_18)) {
      VmapRam ram = machine.kernel.vmapRam();
      long[] frames = frames(machine, 1);
      long kept = ram.map(frames);
      ram.unmap(ram.map(frames), 1);
      machine.startCounting();
      machine.kernel.vmapSpace().unmapAliases();
      assertEquals(1, machine.counts().flushRange());
      machine.kernel.vmapSpace().unmapAliases(); // nothing is dirty any more
      assertEquals(1, machine.counts().flushRange());
      ram.unmap(kept, 1); // now all that was used is unmapped, and most of the block usable
      machine.kernel.vmapSpace().unmapAliases();
      assertEquals(2, machine.counts().flushRange());
      assertEquals(kept + 2 * PAGE, ram.map(frames));
    }
  }

  @Test
  void beforeThatAFragmentedBlockIsPurgedAtOnce() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmapRam ram = machine.kernel.vmapRam();
      long[] frames = frames(machine, 1);
      long first = ram.map(frames);
      ram.unmap(first, 1);
      machine.kernel.vmapSpace().unmapAliases();
      assertEquals(0, machine.kernel.vmapSpace().busyAreas().size());
      assertEquals(0, machine.kernel.vmapSpace().lazyPages());
      assertEquals(first, ram.map(frames));
    }
  }

  @Test
  void largeMappingsAreAreasWithoutAVm() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmapRam ram = machine.kernel.vmapRam();
      long address = ram.map(frames(machine, 65));
      var area = machine.kernel.vmapSpace().find(address);
      assertNotNull(area);
      assertNull(area.vm());
      assertEquals(65 * PAGE, area.size());
      ram.unmap(address, 65);
      ram.unmap(address, 65);
      assertEquals(1, machine.kernel.warnings().count(Site.VM_UNMAP_RAM_NONEXISTENT));
      assertThrows(KernelBug.class, () -> ram.unmap(0, 1));
      assertThrows(KernelBug.class, () -> ram.unmap(address + 1, 1));
      assertThrows(KernelBug.class, () -> ram.unmap(address, 1)); // of no block
    }
  }

  @Test
  void framesOfTheCallerStayHisAndAreNeverExecutable() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      long[] frames = frames(machine, 2);
      long free = machine.frames.freeBytes();
      VmStruct vm = machine.kernel.vmalloc().map(frames, Protection.PAGE_KERNEL_ROX);
      assertNotNull(vm);
      assertEquals(frames[1], machine.table.translate(vm.address() + PAGE));
      assertEquals(Pte.NX, machine.table.find(vm.address()).value() & (Pte.NX | Pte.RW));
      machine.kernel.vmalloc().unmap(vm.address());
      assertEquals(-1, machine.table.translate(vm.address()));
      assertTrue(machine.frames.freeBytes() >= free - 3 * PAGE); // tables
      machine.frames.free(frames[0], 0);
      machine.frames.free(frames[1], 0);
    }
  }

  @Test
  void memoryGrowsInPlaceWithinItsPagesAndMovesBeyond() {
    try (TestKernel machine = boot(KernelVersion.V6_15)) {
      var vmalloc = machine.kernel.vmalloc();
      var memory = machine.kernel.memory();
      long at = vmalloc.reallocate(0, 100, true);
      memory.fill(at, 100, 'a');
      assertEquals(at, vmalloc.reallocate(at, PAGE, true));
      assertEquals(0, memory.getByte(at + 100));
      long moved = vmalloc.reallocate(at, 4 * PAGE, true);
      assertNotEquals(at, moved);
      assertEquals('a', memory.getByte(moved + 99));
      assertArrayEquals(new byte[300], memory.read(moved + PAGE - 100, 300));
      assertEquals(-1, machine.table.translate(at));
      assertEquals(moved, vmalloc.reallocate(moved, 1, false));
      assertNotEquals(-1, machine.table.translate(moved + PAGE)); // pages stay until later
      assertEquals(0, vmalloc.reallocate(at, 1, false));
      assertEquals(1, machine.kernel.warnings().count(Site.VREALLOC_NONEXISTENT_AREA));
      assertEquals(0, vmalloc.reallocate(moved, 0, false));
      assertEquals(0, machine.kernel.vmapSpace().busyAreas().size());
    }
  }

  @Test
  void theNewestFreesThePagesThatASmallerSizeDoesNotNeed() {
    try (TestKernel machine = boot(KernelVersion.V6_18)) {
      var vmalloc = machine.kernel.vmalloc();
      long at = vmalloc.reallocate(0, 4 * PAGE, false);
      long free = machine.frames.freeBytes();
      machine.startCounting();
      assertEquals(at, vmalloc.reallocate(at, PAGE + 1, false));
      assertEquals(free + 2 * PAGE, machine.frames.freeBytes());
      assertEquals(-1, machine.table.translate(at + 2 * PAGE));
      assertEquals(1, machine.counts().flushRange());
      assertEquals(at, vmalloc.reallocate(at, PAGE / 2, false));
      assertNotEquals(at, vmalloc.reallocate(at, 2 * PAGE, false));
    }
    try (TestKernel old = boot(KernelVersion.V6_2)) {
      var vmalloc = old.kernel.vmalloc();
      assertThrows(IllegalStateException.class, () -> vmalloc.reallocate(0, 1, false));
    }
  }

  @Test
  void whatResetsPermissionsIsFlushedWithAllThatWaits() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmStruct data = allocate(machine, 1);
      VmStruct text = allocate(machine, 1);
      machine.kernel.vmalloc().setFlushResetPerms(text.address());
      assertEquals(0, machine.kernel.attributes().setReadOnly(text.address(), 1));
      machine.kernel.vmalloc().free(data.address());
      machine.startCounting();
      machine.kernel.vmalloc().free(text.address());
      assertEquals(1, machine.counts().flushAll());
      assertEquals(0, machine.kernel.vmapSpace().lazyPages());
      long alias = machine.kernel.layout().directMapAddress(text.frame(0));
      long leaf = machine.table.find(alias).value();
      assertEquals(Pte.P | Pte.RW, leaf & (Pte.P | Pte.RW | Pte.G));
    }
  }
}
