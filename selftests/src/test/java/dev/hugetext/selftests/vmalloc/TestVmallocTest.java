package dev.hugetext.selftests.vmalloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.ExecmemCheck;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The module on kernels of every version: verdicts, lines, exact counts, and nothing left over. */
class TestVmallocTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final int EXECMEM = 1024;

  private final List<String> log = new ArrayList<>();
  private final Queue<Long> ended = new ConcurrentLinkedQueue<>();

  /** A booted kernel with the module; whoever uses it looks for stale translations. */
  private static final class Booted implements AutoCloseable {
    final Machine machine;
    final KernelMemory kernel;
    final Execmem execmem;
    final TestVmalloc module;

    Booted(KernelVersion version, boolean tail) {
      machine = new Machine(MachineSpec.DEFAULT.withCpus(2).reportingStaleUse());
      var image = KernelImage.withFunctions(KernelLayout.linux(1), List.of());
      var options = BootOptions.DEFAULT.withVersion(version).withTextTail(tail);
      kernel = KernelMemory.boot(image.layout(), image, machine, options);
      execmem = new Execmem(kernel);
      module = new TestVmalloc(kernel, execmem, 1);
    }

    @Override
    public void close() {
      ExecmemCheck.check(kernel, execmem);
      for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
        assertEquals(List.of(), machine.cpu(cpu).mmu().staleUses());
      }
      machine.close();
    }
  }

  private static VmallocParameters parameters(int threads, int loops, int mask) {
    return new VmallocParameters(threads, false, 1, loops, 1, false, mask, 2000);
  }

  private static void requireOnlyAlignShiftFailed(List<CaseResult> results, KernelVersion version) {
    assertEquals(CaseTable.of(version).cases(), results.stream().map(CaseResult::kind).toList());
    for (CaseResult result : results) {
      boolean fails = result.kind() == VmallocCase.ALIGN_SHIFT_ALLOC;
      boolean counted = CaseTable.of(version).expectsFailures();
      assertEquals(fails ? 0 : 1, result.passed(), result.kind().text());
      assertEquals(fails && !counted ? 1 : 0, result.failed(), result.kind().text());
      assertEquals(fails && counted ? 1 : 0, result.expectedFailures(), result.kind().text());
    }
  }

  @ParameterizedTest
  @EnumSource(KernelVersion.class)
  void everyCasePassesOnOneCpuAndLeavesNothing(KernelVersion version) {
    try (Booted booted = new Booted(version, true)) {
      long free = booted.machine.frames().freeBytes();
      long tables = booted.kernel.machine().kernelTable().tablePages();
      assertEquals(-11, booted.module.init(parameters(1, 300, ALL), log::add, ended::add));
      requireOnlyAlignShiftFailed(booted.module.results().getFirst(), version);
      long newTables = booted.machine.kernelTable().tablePages() - tables;
      long kept = booted.machine.frames().freeBytes() + newTables * 4096 - free;
      // what stays are tables, at most one empty chunk of per-CPU memory, and a started block
      assertTrue(kept <= 0 && kept >= -(2L << 20), "lost %d bytes".formatted(-kept));
      assertTrue(booted.kernel.vmapSpace().busyAreas().size() <= 2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V6_1", "V6_18"})
  void moreWorkersThanCpusPassTheSameCases(KernelVersion version) {
    try (Booted booted = new Booted(version, false)) {
      assertEquals(-11, booted.module.init(parameters(3, 50, ALL), log::add, ended::add));
      assertEquals(booted.module.runs(parameters(3, 50, ALL)), Collections.max(ended));
      assertEquals(3, booted.module.results().size());
      for (List<CaseResult> results : booted.module.results()) {
        requireOnlyAlignShiftFailed(results, version);
      }
      assertTrue(log.getLast().startsWith("All test took worker2="));
    }
  }

  @Test
  void theSeriesOwnCaseCostsExactlyWhatItMust() {
    try (Booted booted = new Booted(KernelVersion.V6_1, true)) {
      booted.module.init(parameters(1, 1024, EXECMEM), log::add, ended::add);
      var pokes = booted.kernel.textPoke().counters();
      assertEquals(2048 + 4608, pokes.pokes());
      assertEquals(1, booted.module.results().getFirst().getFirst().passed());
    }
  }

  @Test
  void linesAreTheModulesOwn() {
    try (Booted booted = new Booted(KernelVersion.V6_1, true)) {
      booted.module.init(parameters(1, 5, 1), log::add, ended::add);
      String summary =
          "Summary: fix_size_alloc_test passed: 1 failed: 0 repeat: 1 loops: 5 avg: \\d+ usec";
      assertTrue(log.get(0).matches(summary), log.get(0));
      assertTrue(log.get(1).matches("All test took worker0=\\d+ cycles"), log.get(1));
    }
    try (Booted booted = new Booted(KernelVersion.V6_18, true)) {
      log.clear();
      booted.module.init(parameters(1, 5, 64), log::add, ended::add);
      String summary =
          "Summary: align_shift_alloc_test passed: 0 failed: 0 xfailed: 1"
              + " repeat: 1 loops: 5 avg: \\d+ usec";
      assertTrue(log.get(0).matches(summary), log.get(0));
    }
  }

  private static VmallocWorker worker(CaseTable table, VmallocParameters parameters, long seed) {
    return new VmallocWorker(table, parameters, seed, () -> {});
  }

  @Test
  void workersHaveTheirOwnOrderAndNoPlaceKeepsItsCase() {
    CaseTable table = CaseTable.of(KernelVersion.V6_1);
    var shuffled = new VmallocParameters(1, false, 1, 1, 1, false, 0, 0);
    int[] first = worker(table, shuffled, 1).order();
    int[] second = worker(table, shuffled, 2).order();
    assertNotEquals(Arrays.toString(first), Arrays.toString(second));
    for (int i = 0; i < first.length; i++) {
      assertNotEquals(i, first[i]);
    }
    var sequential = new VmallocParameters(1, true, 1, 1, 1, false, 0, 0);
    assertEquals(3, worker(table, sequential, 1).order()[3]);
  }
}
