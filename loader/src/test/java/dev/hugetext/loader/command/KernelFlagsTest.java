package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.ExecmemFault;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionParser;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.ShootdownMode;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.TlbPolicy;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options go with which, and what they ask for. */
class KernelFlagsTest {
  private static KernelSetup setup(String options) {
    List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    return KernelFlags.setup(OptionParser.parse(KernelFlags.addTo(new Options()), words));
  }

  @Test
  void withoutOptionsItIsTheDefault() {
    assertEquals(KernelSetup.DEFAULT, setup(""));
  }

  @Test
  void onlyTheSeriesHasTheTail() {
    assertTrue(setup("--policy execmem").text().textTail());
    for (String policy : List.of("module_alloc", "prog_pack", "rox_cache")) {
      assertEquals(false, setup("--policy " + policy).text().textTail());
    }
  }

  @Test
  void theCacheRunsAsItCameToStayUnlessAskedOtherwise() {
    assertEquals(KernelVersion.V6_15, setup("--policy rox_cache").text().version());
    assertEquals(
        KernelVersion.V6_13, setup("--policy rox_cache --kernel-version 6.13").text().version());
    assertEquals(KernelVersion.V6_1, setup("--policy prog_pack").text().version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--policy rox_cache --kernel-version 6.1",
        "--policy rox_cache --kernel-version 6.2",
        "--policy prog_pack --text-tail on",
        "--policy rox_cache --text-tail off",
        "--policy prog_pack --machine fault=v1-unlink",
        "--policy rox_cache --machine mmu=off",
        "--machine pack=2m",
        "--machine fault=v9",
        "--machine fault",
        "--machine order9=99999999999",
        "--nodes -1",
        "--tlb-policy all",
        "--tlb-policy lru,fifo",
        "--ram -5"
      })
  void contradictionsAreWrongUsage(String options) {
    assertThrows(UsageException.class, () -> setup(options));
  }

  @Test
  void whoComparesMayAskForAllReplacementPolicies() {
    assertEquals(List.of(TlbPolicy.PLRU), tlbPolicies());
    assertEquals(List.of(TlbPolicy.FIFO), tlbPolicies("--tlb-policy", "fifo"));
    assertEquals(List.of(TlbPolicy.values()), tlbPolicies("--tlb-policy", "all"));
    assertThrows(UsageException.class, () -> tlbPolicies("--tlb-policy", "clock"));
  }

  private static List<TlbPolicy> tlbPolicies(String... words) {
    var options = KernelFlags.addComparedTo(new Options());
    return KernelFlags.tlbPolicies(OptionParser.parse(options, List.of(words)));
  }

  @Test
  void machineChoicesAddUp() {
    KernelSetup chosen =
        setup(
            "--machine fault=v1-unlink --machine fault=v3-push --machine order9=7"
                + " --machine kaslr=on --machine shootdown=broadcast --machine arch-hooks=off");
    assertEquals(
        Set.of(ExecmemFault.UNLINK_KEEPS_REGION, ExecmemFault.PUSH_WITHOUT_LOCK),
        chosen.text().choices().faults());
    assertEquals(7, chosen.hardware().order9Blocks());
    assertTrue(chosen.hardware().kaslr());
    assertEquals(ShootdownMode.BROADCAST, chosen.machineSpec().shootdown());
    assertEquals(false, chosen.bootOptions().archHooks());
    KernelSetup packs = setup("--policy prog_pack --machine pack=2m");
    assertEquals(PageSize.MIB_2, packs.text().choices().packPages());
    assertEquals(TextPolicy.PROG_PACK, packs.text().policy());
  }
}
