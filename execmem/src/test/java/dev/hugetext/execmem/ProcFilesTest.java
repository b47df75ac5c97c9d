package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.pageattr.DirectMapShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel's counter files, beside those of the running kernel where there is one. */
class ProcFilesTest {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path VMSTAT = Path.of("/proc/vmstat");

  @Test
  void meminfoCountsTheDirectMapInKibibytes() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      assertEquals(
          """
          DirectMap4k:        2048 kB
          DirectMap2M:     1046528 kB
          DirectMap1G:     3145728 kB
          """,
          ProcFiles.meminfo(machine.kernel));
    }
    long small = 4L << 20;
    var shape = new DirectMapShape(small, TestKernel.GIB * 4 - small, 0, 1);
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withDirectMap(shape))) {
      assertEquals(
          """
          DirectMap4k:        4096 kB
          DirectMap2M:     4190208 kB
          """,
          ProcFiles.meminfo(machine.kernel));
      MappingCheck.check(machine.kernel);
    }
  }

  @Test
  void itsLinesLookAsTheRunningKernelPrintsThem() throws IOException {
    assumeTrue(Files.isReadable(MEMINFO), "no " + MEMINFO);
    List<String> real =
        Files.readAllLines(MEMINFO).stream().filter(line -> line.startsWith("DirectMap")).toList();
    assumeTrue(!real.isEmpty(), "the running kernel prints no DirectMap lines");
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      List<String> ours = ProcFiles.meminfo(machine.kernel).lines().toList();
      for (String line : real) {
        String shape = line.replaceAll("[ 0-9]{9} kB$", "#########");
        assertTrue(
            ours.stream().anyMatch(o -> o.replaceAll("[ 0-9]{9} kB$", "#########").equals(shape)),
            () -> "no line of ours looks like " + line);
      }
    }
  }

  @Test
  void vmstatNamesAreTheRunningKernels() throws IOException {
    assumeTrue(Files.isReadable(VMSTAT), "no " + VMSTAT);
    List<String> real = Files.readAllLines(VMSTAT).stream().map(l -> l.split(" ", -1)[0]).toList();
    assumeTrue(real.contains("direct_map_level2_splits"), "not x86");
    BootOptions latest = BootOptions.DEFAULT.withVersion(KernelVersion.V6_18);
    try (TestKernel machine = TestKernel.boot(latest)) {
      for (String line : ProcFiles.vmstat(machine.kernel).lines().toList()) {
        String name = line.split(" ", -1)[0];
        boolean debugging = name.startsWith("nr_tlb_"); // not in every kernel
        boolean newer = name.endsWith("_collapses");
        assertTrue(debugging || newer || real.contains(name), name);
      }
    }
  }

  /** Fifteenth trap of the series' description: who counts what. */
  @Test
  void aFullFlushOfARangeIsReceivedButNotCountedAsRemote() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      var flush = machine.kernel.tlbFlush();
      int cpus = machine.machine.cpuCount();
      var before = flush.events();
      flush.all();
      assertEquals(before.remoteFlush() + 1, flush.events().remoteFlush());
      assertEquals(before.remoteFlushReceived() + cpus, flush.events().remoteFlushReceived());
      long start = machine.kernel.layout().vmalloc().start();
      flush.kernelRange(start, start + 34 * 4096);
      assertEquals(before.remoteFlush() + 1, flush.events().remoteFlush());
      assertEquals(before.remoteFlushReceived() + 2L * cpus, flush.events().remoteFlushReceived());
      flush.kernelRange(start, start + 33 * 4096);
      assertEquals(before.localFlushOne() + 33L * cpus, flush.events().localFlushOne());
      assertEquals(0, flush.events().localFlushAll());
      assertEquals(2, machine.counts().flushAll());
      assertEquals(1, machine.counts().flushRange());
    }
  }

  @Test
  void collapsesAreCountedOnlyWhereTheyExist() {
    for (KernelVersion version : KernelVersion.values()) {
      try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withVersion(version))) {
        assertEquals(
            version.isAtLeast(KernelVersion.V6_15),
            ProcFiles.vmstat(machine.kernel).contains("direct_map_level2_collapses 0\n"));
      }
    }
  }

  @Test
  void cpaStatsHasItsSevenLines() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      List<String> lines = ProcFiles.cpaStats(machine.kernel).lines().toList();
      assertEquals(7, lines.size());
      assertTrue(lines.getFirst().matches("1G pages checked: {5}[ 0-9]{16}"), lines.getFirst());
      assertTrue(lines.getLast().matches("4K pages set-checked: [ 0-9]{16}"), lines.getLast());
    }
  }

  /** The series' change of the documentation is one line; no address moves. */
  @Test
  void theTextTailChangesOneLineOfTheMemoryMap() {
    List<String> without;
    List<String> with;
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withTextTail(false))) {
      without = ProcFiles.memoryMap(machine.kernel).lines().toList();
    }
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      with = ProcFiles.memoryMap(machine.kernel).lines().toList();
    }
    String text = "ffffffff80000000 | ffffffff9fffffff |  512 MB | ";
    assertEquals(
        List.of(
            "ffff888000000000 | ffffc87fffffffff |   64 TB | direct mapping of all physical memory",
            "ffffc90000000000 | ffffe8ffffffffff |   32 TB | vmalloc/ioremap space",
            text + "kernel text mapping, mapped to physical address 0",
            "ffffffffa0000000 | fffffffffeffffff | 1520 MB | module mapping space"),
        without);
    assertEquals(
        text + "kernel text mapping and execmem, mapped to physical address 0", with.get(2));
    assertEquals(without.size(), with.size());
    for (int line : new int[] {0, 1, 3}) {
      assertEquals(without.get(line), with.get(line));
    }
  }
}
