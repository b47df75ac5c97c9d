package dev.hugetext.execmem.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.TestKernel;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.x86.memory.PageSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Flushes, splits, pokes and entries of each operation: a table of what each policy costs, one page
 * at a time from a warm pool. Every 2 MiB page that something is the first to touch is split then,
 * which is one more full flush and 513 entries.
 */
class PolicyCostsTest {
  private static final long MIB_2 = 2L << 20;
  private static final byte[] PAGE_OF_TEXT = new byte[4096];
  private static final BootOptions NO_TAIL = BootOptions.DEFAULT.withTextTail(false);

  private TestKernel machine = TestKernel.boot(NO_TAIL);
  private TextAllocator text = new Execmem(machine.kernel);

  @AfterEach
  void close() {
    machine.close();
  }

  private void boot(KernelVersion version, TextPolicy policy, TextPolicy.Choices choices) {
    machine.close();
    machine = TestKernel.boot(NO_TAIL.withVersion(version));
    takeFramesThatAreMappedSmall();
    text = policy.create(machine.kernel, choices);
  }

  /** From now on the next frame lies in a large page of the direct map. */
  private void takeFramesThatAreMappedSmall() {
    while (true) {
      long frame = machine.frames.allocate(0);
      long alias = machine.kernel.layout().directMapAddress(frame);
      if (machine.table.find(alias).level() != PageSize.KIB_4) {
        machine.frames.free(frame, 0);
        return;
      }
    }
  }

  private void boot(KernelVersion version, TextPolicy policy) {
    boot(version, policy, TextPolicy.Choices.DEFAULT);
  }

  private Costs alloc(TextUser user, long size, long[] address) {
    return Costs.of(
        machine,
        () -> {
          address[0] = text.alloc(user, size, user.align());
          assertNotEquals(0, address[0]);
        });
  }

  private Costs fill(long address, byte[] bytes) {
    return Costs.of(machine, () -> assertEquals(address, text.fill(address, bytes)));
  }

  private Costs free(long address) {
    return Costs.of(machine, () -> text.free(address));
  }

  @Test
  void classicUntilSixPointOne() {
    boot(KernelVersion.V6_1, TextPolicy.MODULE_ALLOC);
    long[] first = new long[1];
    long[] second = new long[1];
    assertEquals(
        Costs.flushes(0, 0, 0, 0, 0), alloc(TextUser.BPF_PROGRAM, 64, first).flushesOnly());
    // RO: the alias is split, then 1 GF; X: 1 GR. 3 entries of the page, 513 of the split
    assertEquals(new Costs(2, 1, 0, 1, 0, 3 + 513, 1), fill(first[0], new byte[64]));
    assertEquals(new Costs(0, 0, 0, 0, 0, 1, 0), alloc(TextUser.BPF_PROGRAM, 64, second));
    assertEquals(new Costs(1, 1, 0, 0, 0, 3, 0), fill(second[0], new byte[64]));
    // one entry cleared, its alias not present, then present: one flush of everything
    assertEquals(new Costs(1, 0, 0, 0, 0, 3, 0), free(second[0]));
    assertEquals(new Costs(1, 0, 0, 0, 0, 3, 0), free(first[0]));
    assertEquals(1, machine.kernel.directMap().level2Splits()); // a small-page island, for good
    assertEquals(2, ((ClassicText) text).resetPermsCalls());
  }

  @Test
  void classicAboveTheCeilingFlushesEverythingForExecutionToo() {
    boot(KernelVersion.V6_1, TextPolicy.MODULE_ALLOC);
    long[] warm = new long[1];
    long[] at33 = new long[1];
    long[] at34 = new long[1];
    alloc(TextUser.MODULE_TEXT, 64, warm);
    fill(warm[0], new byte[64]); // splits the alias of the block that the next come from too
    alloc(TextUser.MODULE_TEXT, 33 * 4096, at33);
    alloc(TextUser.MODULE_TEXT, 34 * 4096, at34);
    assertEquals(new Costs(1, 1, 0, 0, 0, 3 * 33, 0), fill(at33[0], PAGE_OF_TEXT));
    assertEquals(new Costs(2, 0, 0, 0, 0, 3 * 34, 0), fill(at34[0], PAGE_OF_TEXT));
    assertEquals(new Costs(1, 0, 0, 0, 0, 3 * 34, 0), free(at34[0]));
  }

  @Test
  void classicFromSixPointTwoProtectsInOnePass() {
    boot(KernelVersion.V6_2, TextPolicy.MODULE_ALLOC);
    long[] first = new long[1];
    long[] second = new long[1];
    alloc(TextUser.BPF_PROGRAM, 64, first);
    assertEquals(new Costs(2, 0, 0, 1, 0, 2 + 513, 1), fill(first[0], new byte[64]));
    alloc(TextUser.BPF_PROGRAM, 64, second);
    assertEquals(new Costs(1, 0, 0, 0, 0, 2, 0), fill(second[0], new byte[64]));
  }

  @Test
  void aFillOfTextInUseIsPokedAndLocal() {
    boot(KernelVersion.V6_1, TextPolicy.MODULE_ALLOC);
    long[] page = new long[1];
    alloc(TextUser.BPF_DISPATCHER, 4096, page);
    fill(page[0], new byte[2048]);
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(page[0] + 2048, new byte[2048]));
  }

  @Test
  void packsCostWhenTheyComeAndGoAndNothingBetween() {
    boot(KernelVersion.V6_1, TextPolicy.PROG_PACK);
    long[] first = new long[1];
    long[] second = new long[1];
    long splits = machine.kernel.directMap().level2Splits();
    Costs created = alloc(TextUser.BPF_PROGRAM, 320, first);
    splits = machine.kernel.directMap().level2Splits() - splits;
    // 512 small frames in a row lie in two 2 MiB pages at most: one burst
    assertTrue(splits >= 1 && splits <= 2, splits + " splits");
    assertEquals(Costs.flushes(2 + splits, 0, 0, splits, 0), created.flushesOnly());
    // 512 entries mapped, 512 + 512 read-only, 512 executable; a table in module space
    assertEquals(512 * 4 + 513 * splits + 1, created.entries());
    assertEquals(new Costs(0, 0, 0, 0, 0, 0, 0), alloc(TextUser.BPF_PROGRAM, 4096, second));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(second[0], PAGE_OF_TEXT));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), free(second[0]));
    assertEquals(new Costs(1, 0, 1, 0, 0, 512 * 3, 0), free(first[0]));
    assertEquals(1, ((ClassicText) text).resetPermsCalls());
  }

  @Test
  void packsFromSixPointTwoProtectInOnePass() {
    boot(KernelVersion.V6_2, TextPolicy.PROG_PACK);
    long[] first = new long[1];
    Costs created = alloc(TextUser.BPF_PROGRAM, 320, first);
    assertEquals(1 + created.level2(), created.full());
    assertEquals(512 * 3 + 513 * created.level2() + 1, created.entries());
  }

  @Test
  void packsByLargePagesSplitNothing() {
    var large = new TextPolicy.Choices(PageSize.MIB_2, java.util.Set.of());
    boot(KernelVersion.V6_1, TextPolicy.PROG_PACK, large);
    long[] first = new long[1];
    // one entry mapped, one and its alias read-only, one executable
    assertEquals(new Costs(2, 0, 0, 0, 0, 1 + 2 + 1, 0), alloc(TextUser.BPF_PROGRAM, 320, first));
    assertEquals(PageSize.MIB_2, machine.table.find(first[0]).level());
    assertEquals(new Costs(2, 0, 1, 0, 0, 1 + 2 + 1, 0), free(first[0]));
    assertEquals(0, ((ClassicText) text).resetPermsCalls());
  }

  @Test
  void anImageLargerThanAPackHasItsOwnPagesThatAreText() {
    boot(KernelVersion.V6_1, TextPolicy.PROG_PACK);
    long[] large = new long[1];
    Costs made = alloc(TextUser.BPF_PROGRAM, MIB_2 + 1, large);
    assertEquals(2 + made.level2(), made.full());
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(large[0], PAGE_OF_TEXT));
    Costs freed = free(large[0]);
    assertEquals(new Costs(1, 0, 0, 0, 0, 513 * 3, 0), freed);
    assertEquals(0, ((ProgPack) text).packs().size());
  }

  @Test
  void theSeriesCostsWhenRegionsComeAndGoAndNothingBetween() {
    boot(KernelVersion.V6_1, TextPolicy.EXECMEM);
    long[] first = new long[1];
    long[] second = new long[1];
    // one entry mapped, one and its alias read-only, one executable
    assertEquals(new Costs(2, 0, 0, 0, 0, 1 + 2 + 1, 0), alloc(TextUser.BPF_PROGRAM, 320, first));
    assertEquals(new Costs(0, 0, 0, 0, 0, 0, 0), alloc(TextUser.BPF_PROGRAM, 4096, second));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(second[0], PAGE_OF_TEXT));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), free(second[0]));
    // NX, then RW with the alias, then one entry cleared, whose flush waits
    assertEquals(new Costs(2, 0, 1, 0, 0, 1 + 2 + 1, 0), free(first[0]));
    machine.startCounting();
    machine.kernel.vmapSpace().unmapAliases();
    assertEquals(1, machine.counts().flushAll()); // the later purge
  }

  @Test
  void theCacheUntilSixPointFifteenPokesAndLeavesTheDirectMap() {
    boot(KernelVersion.V6_13, TextPolicy.ROX_CACHE);
    long[] first = new long[1];
    // mapped, unmapped with 1 GF, alias not present, mapped again
    assertEquals(
        new Costs(1, 0, 0, 0, 0, 1 + 1 + 1 + 1, 0), alloc(TextUser.MODULE_TEXT, 4096, first));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(first[0], PAGE_OF_TEXT));
    // alias present again, one entry cleared, no flush
    assertEquals(new Costs(0, 0, 1, 0, 0, 2, 0), free(first[0]));
  }

  @Test
  void theCacheSinceSixPointFifteenFormsInPlaceAndCollapses() {
    boot(KernelVersion.V6_15, TextPolicy.ROX_CACHE);
    long[] first = new long[1];
    long[] second = new long[1];
    assertEquals(new Costs(1, 0, 0, 0, 0, 1 + 2, 0), alloc(TextUser.MODULE_TEXT, 4096, first));
    assertEquals(new Costs(0, 0, 0, 0, 0, 0, 0), alloc(TextUser.MODULE_TEXT, 4096, second));
    // NX, RW and ROX 1 GF each; both splits and the collapse 1 GF each. One table stays: the alias'
    assertEquals(
        new Costs(6, 0, 0, 1, 0, 513 + 1 + 513 + 2 + 2 + 1, 1), fill(second[0], PAGE_OF_TEXT));
    assertEquals(PageSize.MIB_2, machine.table.find(second[0]).level());
    assertEquals(new Costs(5, 0, 0, 0, 0, 513 + 1 + 2 + 2 + 1, 0), fill(first[0], PAGE_OF_TEXT));
    assertEquals(new Costs(5, 0, 0, 0, 0, 513 + 1 + 2 + 2 + 1, 0), free(second[0]));
    // and what is free then goes back: 512 small pages of the alias, one entry, no flush
    assertEquals(new Costs(5, 0, 0, 0, 0, 513 + 1 + 2 + 2 + 1 + 512 + 1, 0), free(first[0]));
  }

  @Test
  void packsOfTheCacheStayTextAndArePoked() {
    boot(KernelVersion.V6_15, TextPolicy.ROX_CACHE);
    long[] first = new long[1];
    long[] second = new long[1];
    assertEquals(new Costs(1, 0, 0, 0, 0, 1 + 2, 0), alloc(TextUser.BPF_PROGRAM, 320, first));
    assertEquals(new Costs(0, 0, 0, 0, 0, 0, 0), alloc(TextUser.BPF_PROGRAM, 320, second));
    assertEquals(first[0] + 320, second[0]);
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), fill(second[0], new byte[320]));
    assertEquals(new Costs(0, 0, 1, 0, 0, 0, 0), free(second[0]));
    // the pack as a whole: NX, RW, ROX without a split, then back
    assertEquals(new Costs(3, 0, 1, 0, 0, 1 + 2 + 2 + 1 + 1, 0), free(first[0]));
  }

  @Test
  void whoUsesTheCacheDependsOnTheKernel() {
    for (KernelVersion version : new KernelVersion[] {KernelVersion.V6_15, KernelVersion.V6_18}) {
      boot(version, TextPolicy.ROX_CACHE);
      long[] slots = new long[1];
      alloc(TextUser.KPROBE_SLOTS, 4096, slots);
      boolean cached = version == KernelVersion.V6_18;
      assertEquals(cached ? 1 : 0, ((RoxCache) text).busyAreas().size());
      fill(slots[0], PAGE_OF_TEXT);
      assertEquals(cached ? 0 : 1, ((ClassicText) text).resetPermsCalls());
    }
  }
}
