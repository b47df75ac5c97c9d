package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.execmem.pageattr.PageAttributes;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which pages a change of protection splits, what it flushes, and what it does to the alias. */
class PageAttributesTest {
  private static final long GIB = TestKernel.GIB;

  private TestKernel machine;
  private PageAttributes attributes;
  private DirectMap map;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT);
    attributes = machine.kernel.attributes();
    map = machine.kernel.directMap();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private long direct(long physical) {
    return machine.kernel.layout().directMapAddress(physical);
  }

  private VmStruct vmalloc(long pages) {
    VmStruct vm =
        machine
            .kernel
            .vmalloc()
            .allocate(
                new VmallocRequest(
                    pages * 4096,
                    4096,
                    machine.kernel.layout().vmalloc(),
                    Protection.PAGE_KERNEL,
                    false,
                    true));
    assertNotNull(vm);
    return vm;
  }

  @Test
  void gigabytePagesBeginAfterTheFirstGigabyte() {
    assertEquals(2L << 20, map.mappedBytes(PageSize.KIB_4));
    assertEquals(GIB - (2L << 20), map.mappedBytes(PageSize.MIB_2));
    assertEquals(3 * GIB, map.mappedBytes(PageSize.GIB_1));
  }

  /** "Touching one 4k page in an untouched 1G page: 2 tables, 2 full flushes, two splits." */
  @Test
  void oneSmallPageInAnIntactGigabytePage() {
    int tables = machine.table.tablePages();
    assertEquals(0, attributes.setReadOnly(direct(GIB + 12345 * 4096L), 1));
    assertEquals(tables + 2, machine.table.tablePages());
    assertEquals(2, machine.counts().flushAll());
    assertEquals(1, machine.counts().flushRange());
    assertEquals(1, map.level3Splits());
    assertEquals(1, map.level2Splits());
    assertEquals(2 * GIB, map.mappedBytes(PageSize.GIB_1));
    assertEquals(2 * GIB - 2 * (2L << 20), map.mappedBytes(PageSize.MIB_2));
    assertEquals(2 * (2L << 20), map.mappedBytes(PageSize.KIB_4));
  }

  @Test
  void aWholeLargePageIsKeptAndSoIsOneThatAlreadyIsAsWanted() {
    assertEquals(0, attributes.setReadOnly(direct(GIB), GIB / 4096));
    assertEquals(0, map.level3Splits());
    assertEquals(1, machine.counts().flushAll()); // more pages than are flushed one by one
    assertEquals(0, attributes.setReadOnly(direct(GIB + 4096), 1));
    assertEquals(0, attributes.setNoExecute(direct(2 * GIB + 4096), 3));
    assertEquals(0, map.level3Splits());
    assertEquals(1, machine.counts().flushAll());
    assertEquals(0, machine.counts().flushRange());
  }

  @Test
  void readOnlyIsMirroredAndForcesAFullFlush() {
    VmStruct vm = vmalloc(1);
    assertEquals(0, attributes.setReadOnly(vm.address(), 1));
    assertEquals(0, machine.table.find(vm.address()).value() & Pte.RW);
    assertEquals(0, machine.table.find(direct(vm.frame(0))).value() & Pte.RW);
    assertEquals(0, machine.counts().flushRange());
    assertEquals(1 + map.level2Splits(), machine.counts().flushAll());
    assertEquals(0, attributes.setWritable(vm.address(), 1));
    assertEquals(Pte.RW, machine.table.find(direct(vm.frame(0))).value() & Pte.RW);
  }

  @Test
  void executionIsNotMirroredAndUpToThirtyThreePagesAreFlushedOneByOne() {
    VmStruct few = vmalloc(33);
    assertEquals(0, attributes.setExecutable(few.address(), 33));
    assertEquals(0, machine.table.find(few.address()).value() & Pte.NX);
    assertEquals(Pte.NX, machine.table.find(direct(few.frame(0))).value() & Pte.NX);
    assertEquals(1, machine.counts().flushRange());
    assertEquals(0, machine.counts().flushAll());
    VmStruct many = vmalloc(34);
    assertEquals(0, attributes.setExecutable(many.address(), 34));
    assertEquals(1, machine.counts().flushRange());
    assertEquals(1, machine.counts().flushAll());
    assertEquals(0, map.level2Splits());
  }

  @Test
  void aHoleIsAnErrorInVmallocSpaceAndNoneInTheDirectMap() {
    VmStruct vm = vmalloc(1);
    long flushes = machine.counts().flushAll();
    assertEquals(Errno.EFAULT.negative(), attributes.setReadOnly(vm.address(), 2));
    assertEquals(flushes + 1 + map.level2Splits(), machine.counts().flushAll());
    assertEquals(1, machine.kernel.warnings().count(Site.SET_MEMORY_UNMAPPED));
    machine.table.writeEntry(machine.table.find(direct(0x5000)).address(), 0);
    assertEquals(0, attributes.setReadOnly(direct(0x4000), 3));
  }

  @Test
  void anAddressInsideAPageIsRoundedDownWithAWarning() {
    VmStruct vm = vmalloc(1);
    assertEquals(0, attributes.setReadOnly(vm.address() + 8, 1));
    assertEquals(0, machine.table.find(vm.address()).value() & Pte.RW);
    assertEquals(1, machine.kernel.warnings().count(Site.SET_MEMORY_UNALIGNED));
  }

  /** Frames of static text have two addresses; what is changed at one is changed at the other. */
  @Test
  void theAliasOfStaticTextIsVisitedToo() {
    long text = machine.kernel.image().text().start();
    long alias = direct(machine.table.translate(text));
    assertEquals(0, machine.table.find(text).value() & Pte.RW);
    assertEquals(0, attributes.setWritable(alias, 512));
    assertEquals(Pte.RW, machine.table.find(text).value() & Pte.RW);
    assertEquals(1, machine.counts().flushAll());
    assertEquals(0, attributes.setReadOnly(text, 512));
    assertEquals(0, machine.table.find(alias).value() & Pte.RW);
  }
}
