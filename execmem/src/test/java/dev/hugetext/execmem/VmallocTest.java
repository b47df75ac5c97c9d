package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.Vmalloc;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.execmem.vmap.VmapOutcome;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.memory.PageSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guard pages, page sizes, full ranges, and wrong frees. */
class VmallocTest {
  private static final long PAGE = 4096;
  private static final long MIB_2 = 2L << 20;

  private TestKernel machine;
  private Vmalloc vmalloc;
  private AddressRange range;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT);
    vmalloc = machine.kernel.vmalloc();
    range = machine.kernel.layout().vmalloc();
  }

  @AfterEach
  void close() {
    machine.kernel.vmapSpace().check();
    machine.close();
  }

  private VmStruct allocate(long size, boolean huge, boolean guard) {
    VmStruct vm =
        vmalloc.allocate(
            new VmallocRequest(size, PAGE, range, Protection.PAGE_KERNEL, huge, guard));
    assertNotNull(vm);
    return vm;
  }

  @Test
  void anUnmappedGuardPageFollows() {
    VmStruct a = allocate(2 * PAGE, false, true);
    VmStruct b = allocate(PAGE, false, true);
    assertEquals(range.start(), a.address());
    assertEquals(a.end() + PAGE, b.address());
    assertEquals(-1, machine.table.translate(a.end()));
    VmStruct unguarded = allocate(PAGE, false, false);
    assertEquals(unguarded.end(), allocate(PAGE, false, true).address());
  }

  @Test
  void freedSpaceIsUnmappedAtOnceButUsedAgainOnlyAfterAPurge() {
    long free = machine.frames.freeBytes();
    VmStruct a = allocate(2 * PAGE, false, true);
    VmStruct b = allocate(PAGE, false, true);
    vmalloc.free(a.address());
    assertEquals(-1, machine.table.translate(a.address()));
    VmapSpace space = machine.kernel.vmapSpace();
    assertEquals(3, space.lazyPages());
    assertEquals(0, machine.counts().flushRange());
    assertEquals(b.end() + PAGE, allocate(2 * PAGE, false, true).address());
    space.unmapAliases();
    assertEquals(1, machine.counts().flushRange());
    assertEquals(0, space.lazyPages());
    space.unmapAliases(); // nothing waits, so nothing is flushed
    assertEquals(1, machine.counts().flushRange());
    assertEquals(a.address(), allocate(2 * PAGE, false, true).address());
    vmalloc.free(a.address());
    vmalloc.free(b.address());
    vmalloc.free(b.end() + PAGE);
    assertEquals(0, space.busyAreas().size());
    assertEquals(free - 2 * PAGE, machine.frames.freeBytes()); // two tables stay
  }

  @Test
  void onePageMoreThanTheLimitIsPurgedWithOneFlush() {
    VmapSpace space = machine.kernel.vmapSpace();
    assertEquals(24_576, space.lazyLimitPages()); // 4 CPUs
    while (space.lazyPages() < space.lazyLimitPages()) {
      vmalloc.free(allocate(PAGE, false, true).address());
    }
    assertEquals(24_576, space.lazyPages());
    assertEquals(0, machine.counts().flushAll());
    vmalloc.free(allocate(PAGE, false, true).address());
    assertEquals(0, space.lazyPages());
    assertEquals(1, space.purges());
    assertEquals(1, machine.counts().flushAll());
    assertEquals(range.start(), allocate(PAGE, false, true).address());
  }

  @Test
  void largePagesAreTakenWhereAllowedAndWhereTheRequestFillsOne() {
    assertEquals(PageSize.KIB_4, allocate(MIB_2 - 1, true, true).pageSize());
    assertEquals(PageSize.KIB_4, allocate(MIB_2, false, true).pageSize());
    VmStruct huge = allocate(MIB_2 + 1, true, true);
    assertEquals(PageSize.MIB_2, huge.pageSize());
    assertEquals(2 * MIB_2, huge.size());
    assertEquals(PageSize.MIB_2, machine.table.find(huge.address()).level());
  }

  @Test
  void aLargePageReplacesTheEmptyTableOfSmallOnes() {
    VmStruct small = allocate(4 * MIB_2, false, true);
    int tables = machine.table.tablePages();
    vmalloc.free(small.address());
    machine.kernel.vmapSpace().unmapAliases();
    VmStruct huge = allocate(MIB_2, true, true);
    assertEquals(small.address(), huge.address());
    assertEquals(tables - 1, machine.table.tablePages());
  }

  @Test
  void whatCannotBeAllocatedIsNull() {
    long more = machine.physical.size() + 1;
    assertNull(
        vmalloc.allocate(
            new VmallocRequest(more, PAGE, range, Protection.PAGE_KERNEL, true, true)));
    assertNull(
        vmalloc.allocate(new VmallocRequest(0, PAGE, range, Protection.PAGE_KERNEL, true, true)));
    assertEquals(1, machine.kernel.warnings().count(Site.VMALLOC_SIZE_ZERO));
    AddressRange narrow = AddressRange.of(range.start(), 3 * PAGE);
    assertNull(
        vmalloc.allocate(
            new VmallocRequest(3 * PAGE, PAGE, narrow, Protection.PAGE_KERNEL, false, true)));
    assertEquals(0, machine.kernel.vmapSpace().busyAreas().size());
  }

  @Test
  void addressSpaceIsRefusedWithTheKernelsErrors() {
    var space = machine.kernel.vmapSpace();
    assertEquals(new VmapOutcome.Refused(Errno.EINVAL), space.allocate(0, PAGE, range));
    assertEquals(new VmapOutcome.Refused(Errno.EINVAL), space.allocate(100, PAGE, range));
    assertEquals(new VmapOutcome.Refused(Errno.EINVAL), space.allocate(PAGE, 3 * PAGE, range));
    assertEquals(
        new VmapOutcome.Refused(Errno.EBUSY), space.allocate(range.bytes() + PAGE, PAGE, range));
  }

  @Test
  void wrongFreesWarn() {
    VmStruct a = allocate(PAGE, false, true);
    vmalloc.free(a.address() + 8);
    vmalloc.free(0);
    vmalloc.free(a.address() + (1 << 30));
    assertEquals(1, machine.kernel.warnings().count(Site.VFREE_BAD_ADDRESS));
    assertEquals(1, machine.kernel.warnings().count(Site.VFREE_NONEXISTENT_AREA));
    assertNotNull(machine.kernel.vmapSpace().find(a.address()));
  }
}
