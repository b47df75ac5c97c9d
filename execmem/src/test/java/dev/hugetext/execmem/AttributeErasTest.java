package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.pageattr.CpaStatistics;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import org.junit.jupiter.api.Test;

/**
 * What kernels do differently when they change protections, and when they free what was changed.
 */
class AttributeErasTest {
  private static final long MIB_2 = 2L << 20;

  private static TestKernel boot(KernelVersion version) {
    return TestKernel.boot(BootOptions.DEFAULT.withVersion(version));
  }

  private static VmStruct text(TestKernel machine, long bytes, boolean huge) {
    VmStruct vm =
        machine
            .kernel
            .vmalloc()
            .allocate(
                new VmallocRequest(
                    bytes,
                    4096,
                    machine.kernel.layout().modules(),
                    Protection.PAGE_KERNEL,
                    huge,
                    true));
    assertNotNull(vm);
    return vm;
  }

  private static long alias(TestKernel machine, VmStruct vm) {
    return machine.kernel.layout().directMapAddress(vm.frame(0));
  }

  @Test
  void untilSixPointOneExecutionAloneLeavesTheAliasAndFlushesPageByPage() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmStruct vm = text(machine, 4096, false);
      assertEquals(0, machine.kernel.attributes().setExecutable(vm.address(), 1));
      assertEquals(1, machine.counts().flushRange());
      assertEquals(0, machine.counts().flushAll());
      assertThrows(
          IllegalStateException.class,
          () -> machine.kernel.attributes().setReadOnlyExecutable(vm.address(), 1));
    }
  }

  @Test
  void laterItCountsAsAVisitAndFlushesEverything() {
    try (TestKernel machine = boot(KernelVersion.V6_2)) {
      VmStruct vm = text(machine, 4096, false);
      assertEquals(0, machine.kernel.attributes().setExecutable(vm.address(), 1));
      assertEquals(0, machine.counts().flushRange());
      assertEquals(1, machine.counts().flushAll());
      assertEquals(0, machine.kernel.directMap().level2Splits());
    }
  }

  @Test
  void bothProtectionsInOnePassTakeOneFlushAndTheSplit() {
    try (TestKernel machine = boot(KernelVersion.V6_13)) {
      VmStruct vm = text(machine, 4096, false);
      long splits = machine.kernel.directMap().level2Splits();
      assertEquals(0, machine.kernel.attributes().makeText(vm.address(), 1));
      splits = machine.kernel.directMap().level2Splits() - splits;
      assertEquals(1 + splits, machine.counts().flushAll());
      long leaf = machine.table.find(vm.address()).value();
      assertEquals(0, leaf & (Pte.RW | Pte.NX | Pte.D));
      assertEquals(Pte.NX, machine.table.find(alias(machine, vm)).value() & (Pte.RW | Pte.NX));
    }
  }

  @Test
  void onlyTheLatestMakesOnePageAgainAndNotOfTheAlias() {
    for (KernelVersion version : new KernelVersion[] {KernelVersion.V6_13, KernelVersion.V6_15}) {
      try (TestKernel machine = boot(version)) {
        var attributes = machine.kernel.attributes();
        VmStruct vm = text(machine, MIB_2, true);
        assertEquals(0, attributes.setReadOnlyExecutable(vm.address(), 512));
        assertEquals(PageSize.MIB_2, machine.table.find(vm.address()).level());
        int tables = machine.table.tablePages();
        long part = vm.address() + 8 * 4096;
        machine.startCounting();
        assertEquals(0, attributes.setNoExecute(part, 2));
        assertEquals(0, attributes.setWritable(part, 2));
        assertEquals(4, machine.counts().flushAll()); // two splits, two changes
        assertEquals(tables + 2, machine.table.tablePages());
        machine.startCounting();
        assertEquals(0, attributes.setReadOnlyExecutable(part, 2));
        boolean collapses = version == KernelVersion.V6_15;
        assertEquals(collapses ? 2 : 1, machine.counts().flushAll());
        assertEquals(collapses ? PageSize.MIB_2 : PageSize.KIB_4, machine.table.find(part).level());
        assertEquals(PageSize.KIB_4, machine.table.find(alias(machine, vm)).level());
        assertEquals(tables + (collapses ? 1 : 2), machine.table.tablePages());
        assertEquals(1, machine.kernel.directMap().level2Splits());
        assertEquals(0, machine.kernel.directMap().level2Collapses());
      }
    }
  }

  @Test
  void aCollapseOfTheDirectMapItselfIsCounted() {
    try (TestKernel machine = boot(KernelVersion.V6_15)) {
      var map = machine.kernel.directMap();
      var attributes = machine.kernel.attributes();
      long base = machine.kernel.layout().directMapAddress(TestKernel.GIB);
      // executable for a moment: what NX protects is a rule of callers, not of this call
      assertEquals(0, attributes.setReadOnlyExecutable(base, 1));
      assertEquals(1, map.level2Splits());
      assertEquals(1, map.level3Splits());
      assertEquals(0, attributes.setReadOnlyExecutable(base + MIB_2, 511 * 512));
      assertEquals(0, map.level2Collapses());
      assertEquals(0, attributes.setReadOnlyExecutable(base, 512));
      assertEquals(1, map.level2Collapses());
      assertEquals(1, map.level3Collapses()); // tried where a 2 MiB page has just come about
      assertEquals(3 * TestKernel.GIB, map.mappedBytes(PageSize.GIB_1));
    }
  }

  @Test
  void freeingWithResetTakesOneFlushAndLeavesTheAliasSplitAndLocal() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmStruct vm = text(machine, 4096, false);
      machine.kernel.vmalloc().setFlushResetPerms(vm.address());
      assertEquals(0, machine.kernel.attributes().makeText(vm.address(), 1));
      long splits = machine.kernel.directMap().level2Splits();
      machine.startCounting();
      machine.kernel.vmalloc().free(vm.address());
      assertEquals(1, machine.counts().flushAll());
      assertEquals(0, machine.counts().flushRange());
      long leaf = machine.table.find(alias(machine, vm)).value();
      assertEquals(Pte.P | Pte.RW | Pte.NX, leaf & (Pte.P | Pte.RW | Pte.NX | Pte.G));
      assertEquals(splits, machine.kernel.directMap().level2Splits());
      assertEquals(0, machine.kernel.warnings().count(Site.RESET_PERMS_OF_LARGE_PAGES));
    }
  }

  @Test
  void resetOfLargePagesWarnsAndSplitsTheirAlias() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      VmStruct vm = text(machine, MIB_2, true);
      machine.kernel.vmalloc().setFlushResetPerms(vm.address());
      machine.kernel.vmalloc().free(vm.address());
      assertEquals(1, machine.kernel.warnings().count(Site.RESET_PERMS_OF_LARGE_PAGES));
      assertEquals(1, machine.kernel.directMap().level2Splits());
    }
  }

  @Test
  void statisticsSayWhatWasMetKeptAndAlreadySo() {
    try (TestKernel machine = boot(KernelVersion.V6_1)) {
      var attributes = machine.kernel.attributes();
      CpaStatistics before = attributes.statistics();
      long base = machine.kernel.layout().directMapAddress(TestKernel.GIB);
      assertEquals(0, attributes.setReadOnly(base, TestKernel.GIB / 4096)); // kept whole
      assertEquals(0, attributes.setReadOnly(base + 4096, 1)); // as wanted already
      assertEquals(0, attributes.setWritable(base, 512)); // split, then 2 MiB kept whole
      assertEquals(0, attributes.setReadOnly(base, 1)); // split, then one small page
      CpaStatistics after = attributes.statistics();
      assertEquals(3, after.checked1g() - before.checked1g());
      assertEquals(1, after.sameProtection1g() - before.sameProtection1g());
      assertEquals(1, after.preserved1g() - before.preserved1g());
      assertEquals(2, after.checked2m() - before.checked2m());
      assertEquals(1, after.preserved2m() - before.preserved2m());
      assertEquals(1, after.setChecked4k() - before.setChecked4k());
    }
  }

  /** {@code flush_tlb_all} is counted as remote; a range, however long, only as received. */
  @Test
  void manyPagesAreFlushedAsARangeOnlyByTheLatest() {
    for (KernelVersion version : new KernelVersion[] {KernelVersion.V6_15, KernelVersion.V6_18}) {
      try (TestKernel machine = boot(version)) {
        long base = machine.kernel.layout().directMapAddress(TestKernel.GIB);
        long remote = machine.kernel.tlbFlush().events().remoteFlush();
        assertEquals(0, machine.kernel.attributes().setReadOnly(base, TestKernel.GIB / 4096));
        assertEquals(1, machine.counts().flushAll());
        assertEquals(
            version == KernelVersion.V6_15 ? 1 : 0,
            machine.kernel.tlbFlush().events().remoteFlush() - remote);
      }
    }
  }

  @Test
  void onlyAnAlignedBlockOfFramesBecomesOnePage() {
    for (int shift = 0; shift <= 1; shift++) {
      try (TestKernel machine = boot(KernelVersion.V6_15)) {
        VmStruct vm = text(machine, 2 * MIB_2, false);
        long large = (vm.address() + MIB_2 - 1) & -MIB_2;
        for (int page = 0; page < 512; page++) {
          var entry = machine.table.find(large + page * 4096L);
          long frame = 2 * TestKernel.GIB + (page + shift) * 4096L;
          machine.table.writeEntry(entry.address(), entry.value() & ~Pte.ADDRESS_MASK | frame);
        }
        assertEquals(0, machine.kernel.attributes().setReadOnlyExecutable(large, 512));
        assertEquals(
            shift == 0 ? PageSize.MIB_2 : PageSize.KIB_4, machine.table.find(large).level());
      }
    }
  }
}
