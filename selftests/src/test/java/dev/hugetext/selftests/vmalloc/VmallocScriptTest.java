package dev.hugetext.selftests.vmalloc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script says, checks, and hands to the module. */
class VmallocScriptTest {
  private final List<String> out = new ArrayList<>();
  private final List<VmallocParameters> loaded = new ArrayList<>();

  private int run(KernelVersion version, String... words) {
    return new VmallocScript(version, 6, out::add).run(List.of(words), loaded::add);
  }

  @Test
  void modesAreSetsOfParameters() {
    assertEquals(0, run(KernelVersion.V6_1, "performance"));
    assertEquals(0, run(KernelVersion.V6_1, "smoke"));
    assertEquals(0, run(KernelVersion.V6_1, "stress"));
    int all = Integer.MAX_VALUE;
    assertEquals(
        List.of(
            new VmallocParameters(1, true, 3, 1_000_000, 1, false, all, 35_000),
            new VmallocParameters(1, false, 10, 10_000, 1, false, all, 35_000),
            new VmallocParameters(6, false, 20, 1_000_000, 1, false, all, 35_000)),
        loaded);
    assertEquals("Check the kernel message buffer to see the summary.", out.get(3));
    assertEquals("Done.", out.get(7));
    assertEquals("Check the kernel ring buffer to see the summary.", out.get(8));
  }

  @Test
  void parametersByHandAreRepeatedInTheOutputAndTheLastCounts() {
    assertEquals(0, run(KernelVersion.V6_2, "nr_threads=0x10", "use_huge=1", "nr_threads=3"));
    assertEquals(3, loaded.getFirst().threads());
    assertTrue(loaded.getFirst().huge());
    assertEquals(
        "Run the test with following parameters: nr_threads=0x10 use_huge=1 nr_threads=3",
        out.getFirst());
  }

  @Test
  void whatFollowsAModeGoesToTheModuleToo() {
    assertEquals(0, run(KernelVersion.V6_1, "stress", "test_loop_count=7"));
    assertEquals(7, loaded.getFirst().loops());
    assertEquals(6, loaded.getFirst().threads());
  }

  @ParameterizedTest
  @CsvSource({
    "test_loop_count=0, test_loop_count 0",
    "sequential_test_order=0, sequential_test_order 0",
    "nr_pages=-3, nr_pages -3",
    "nr_pages=many, nr_pages many",
    "nr_pages, 'nr_pages '",
    "threads=3, threads 3",
    "use_huge=1, use_huge 1",
    "nr_pcpu_objects=1, nr_pcpu_objects 1"
  })
  void whatItRefusesIsRefusedWithItsMessageAndStatus(String word, String shown) {
    assertEquals(1, run(KernelVersion.V6_1, "nr_threads=2", word));
    assertEquals(List.of("Error: key or value is not correct: " + shown), out);
    assertEquals(List.of(), loaded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential_test_order=2", "nr_pages=99999999999"})
  void whatOnlyTheModuleRefusesIsLoggedAndTheScriptIsDone(String word) {
    assertEquals(0, run(KernelVersion.V6_1, word));
    assertEquals(List.of(), loaded);
    String[] parts = word.split("=", -1);
    String logged = "test_vmalloc: `%s' invalid for parameter `%s'".formatted(parts[1], parts[0]);
    assertEquals(logged, out.get(1));
    assertEquals("Done.", out.get(2));
  }

  @Test
  void withoutWordsItSaysHowItIsUsed() {
    assertEquals(0, run(KernelVersion.V6_18));
    assertTrue(out.getFirst().startsWith("Usage: "));
    assertTrue(out.stream().anyMatch(line -> line.contains("id: 4096, name: vrealloc_test")));
    assertTrue(out.stream().anyMatch(line -> line.contains("nr_pcpu_objects")));
    assertEquals(List.of(), loaded);
  }

  @Test
  void idsMeanDifferentCasesInDifferentKernels() {
    int series = CaseTable.of(KernelVersion.V6_1).cases().indexOf(VmallocCase.EXECMEM_ALLOC);
    int later = CaseTable.of(KernelVersion.V6_13).cases().indexOf(VmallocCase.VM_MAP_RAM);
    assertEquals(1024, CaseTable.id(series));
    assertEquals(1024, CaseTable.id(later));
    assertEquals(13, CaseTable.of(KernelVersion.V6_18).cases().size());
    assertFalse(CaseTable.of(KernelVersion.V6_15).expectsFailures());
  }

  @Test
  void countsAreClampedAsTheModuleClampsThem() {
    var parameters = new VmallocParameters(-5, false, 0, -1, 0, false, 1, 0);
    assertEquals(new VmallocParameters(1, false, 1, 1, 1, false, 1, 0), parameters);
    assertEquals(65_535, new VmallocParameters(1 << 20, false, 1, 1, 1, false, 1, 0).threads());
  }

  @Test
  void theNewestRunsOnlyWhatWarnsOfNothing() {
    assertEquals(0, run(KernelVersion.V6_18, "smoke"));
    assertEquals(7, loaded.getFirst().mask());
  }
}
