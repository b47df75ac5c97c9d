package dev.hugetext.examples.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import dev.hugetext.loader.cli.OptionParser;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TextSetup;
import dev.hugetext.x86.tlb.TlbPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiments as commands, and the shape of the published run. */
class ExperimentTest {
  private static final List<String> KEYS =
      List.of(
          "policy",
          "text_tail",
          "kernel_version",
          "seed",
          "cpus",
          "programs",
          "direct_map_4k_kb",
          "direct_map_2m_kb",
          "direct_map_1g_kb",
          "level2_splits",
          "level3_splits",
          "flush_all",
          "flush_range",
          "flush_local",
          "ipis",
          "sync_cores",
          "text_pokes",
          "bytes_requested",
          "bytes_occupied",
          "bytes_backed",
          "exec_mappings_4k",
          "exec_mappings_2m",
          "page_table_pages",
          "dtlb_misses",
          "walk_cycles",
          "walk_model",
          "modelled_cycles");

  private record Ended(int status, String out, String err) {}

  private static Console console() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, InputStream.nullInputStream());
  }

  private static Ended hugetext(String line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    int status = Main.run(List.of(line.split(" ", -1)), console);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static List<String> keys(String line) throws IOException {
    List<String> keys = new ArrayList<>();
    try (var json = new JsonFactory().createParser(line)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          keys.add(json.currentName());
        }
      }
    }
    return keys;
  }

  @Test
  void churnGoesOverAllPoliciesAndWritesARowForEach(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.json");
    Ended ended =
        hugetext("experiment churn --mix bpf,module,ftrace,kprobe --programs 200 --json " + file);
    assertEquals(0, ended.status(), ended.out() + ended.err());
    assertTrue(ended.out().contains("all laws hold"), ended.out());
    List<String> lines = Files.readAllLines(file);
    assertEquals(5, lines.size());
    for (String line : lines) {
      assertEquals(KEYS, keys(line));
    }
    assertTrue(lines.get(0).startsWith("{\"policy\":\"module_alloc\",\"text_tail\":null,"));
    assertTrue(lines.get(2).startsWith("{\"policy\":\"execmem\",\"text_tail\":\"on\","));
    assertTrue(lines.get(3).startsWith("{\"policy\":\"execmem\",\"text_tail\":\"off\","));
    assertTrue(lines.get(4).contains("\"kernel_version\":\"6.15\""));
  }

  @Test
  void oneHundredFortyPagesBecomeOneEntry() {
    Ended ended = hugetext("experiment memory --preset 140-pages --text-tail on --proc");
    assertEquals(0, ended.status(), ended.out() + ended.err());
    assertTrue(ended.out().contains("DirectMap4k:"), ended.out());
    assertTrue(ended.out().contains("4K pages set-checked:"), ended.out());
    Ended classic = hugetext("-j experiment memory --preset 140-pages --policy module_alloc");
    assertTrue(classic.out().contains("\"bytes_backed\":573440,\"exec_mappings_4k\":140,"));
    Ended series = hugetext("-j experiment memory --preset 140-pages --policy execmem");
    assertTrue(series.out().contains("\"exec_mappings_4k\":0,\"exec_mappings_2m\":1,"));
  }

  /** What was published: 183 to 217 splits for the first 512 on module_alloc, none on packs. */
  @Test
  void theDirectMapFallsToPiecesAsPublishedWhateverTheSeed() throws TextRefusedException {
    Background background = Background.FRESH;
    for (long seed = 1; seed <= 5; seed++) {
      try (DirectMapRun run = new DirectMapRun(kernel(TextPolicy.MODULE_ALLOC, seed), background)) {
        run.instances(512);
        assertEquals(List.of(), run.broken());
        assertEquals(87_900, run.rows().getFirst().number("direct_map_4k_kb"));
        assertEquals(5_154_816, run.rows().getFirst().number("direct_map_2m_kb"));
        assertEquals(5_242_880, run.rows().getFirst().number("direct_map_1g_kb"));
        assertTrue(run.rows().getLast().number("level2_splits") >= 100);
      }
      background = background == Background.FRESH ? Background.PAGE_CACHE : Background.FRESH;
    }
  }

  @Test
  void theOthersKeepTheirPromisesWhereMemoryLiesInPieces() throws TextRefusedException {
    for (TextPolicy policy :
        List.of(TextPolicy.PROG_PACK, TextPolicy.EXECMEM, TextPolicy.ROX_CACHE)) {
      try (DirectMapRun run = new DirectMapRun(kernel(policy, 9), Background.PAGE_CACHE)) {
        run.instances(512);
        assertEquals(List.of(), run.broken());
      }
    }
  }

  private static Configuration kernel(TextPolicy policy, long seed) {
    KernelSetup usual = KernelSetup.DEFAULT.withText(TextSetup.of(policy));
    var setup =
        new KernelSetup(
            usual.cpus(),
            usual.nodes(),
            usual.ramBytes(),
            usual.tlb(),
            usual.tlbPolicy(),
            usual.text(),
            usual.hardware(),
            usual.vmapStack(),
            seed);
    return new Configuration(setup, List.of(setup.tlbPolicy()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiment dispatcher",
        "experiment itlb",
        "experiment churn --policy slab",
        "experiment churn --programs -1",
        "experiment churn --ram -5",
        "experiment churn --tlb-policy clock",
        "experiment churn --json ",
        "experiment churn --mix bpf,data",
        "experiment churn --policy prog_pack --text-tail on",
        "experiment churn --policy rox_cache --kernel-version 6.1",
        "experiment direct-map --ram 16G",
        "experiment direct-map --scenario full",
        "experiment memory --preset large",
        "experiment memory 5"
      })
  void whatMakesNoSenseIsWrongUsage(String line) {
    Ended ended = hugetext(line);
    assertEquals(2, ended.status(), ended.out());
    assertEquals("", ended.out());
  }

  @Test
  void eachReplacementPolicyHasARowOfItsOwnAndPeopleSeeTheRange(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("rows.json");
    String line = "experiment memory --preset small-system --policy module_alloc --tlb-policy all";
    Ended ended = hugetext(line + " --json " + file);
    assertEquals(0, ended.status(), ended.err());
    List<String> lines = Files.readAllLines(file);
    assertEquals(TlbPolicy.values().length, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String model = "\"walk_model\":\"skylake-sp, " + TlbPolicy.values()[i].text() + ", fixed";
      assertTrue(lines.get(i).contains(model), lines.get(i));
    }
    assertTrue(ended.out().contains("skylake-sp, lru/plru/nru/random/fifo, fixed"), ended.out());
    String row =
        ended.out().lines().filter(text -> text.startsWith("module_alloc")).toList().get(0);
    assertTrue(row.matches(".* \\d+\\.\\d\\d-\\d+\\.\\d\\d"), row);
  }

  /** Memory that is at an end and hooks that are missing: an answer of the kernel, no mistake. */
  @Test
  void textThatIsRefusedIsTheAnswerNo() {
    Ended hooks =
        hugetext("experiment churn --programs 9 --policy prog_pack --machine arch-hooks=off");
    assertEquals(1, hooks.status(), hooks.err());
    assertTrue(hooks.out().contains("BROKEN: prog_pack: fill of "), hooks.out());
    assertTrue(hooks.out().contains("with 0 images loaded, answered -EOPNOTSUPP"), hooks.out());
    Ended memory = hugetext("-j experiment churn --mix module --policy execmem --machine mmu=off");
    assertEquals(1, memory.status(), memory.err());
    assertEquals("[]\n", memory.out());
    assertTrue(memory.err().contains("execmem, tail on: alloc of "), memory.err());
    assertTrue(memory.err().contains(" for a module, with 0 images loaded, answered NULL"));
  }

  @Test
  void whatAKernelWarnedOfIsShownOnceWithItsCount() {
    Configuration configuration = kernel(TextPolicy.EXECMEM, 1);
    var section = new Report().section("", List.of());
    var line = OptionParser.parse(new ChurnCommand().options(), List.of());
    var request = new Experiment.Request(line, List.of(configuration), false, console());
    try (ExperimentKernel on = ExperimentKernel.boot(configuration)) {
      on.text().free(0x1000);
      on.text().free(0x2000);
      Experiment.addRemarks(request, section, on);
    }
    assertEquals(
        List.of("execmem, tail on: WARNING: free unknown address (2 times): 0x1000"),
        section.remarks());
  }

  /** The figures beside ours, and what the specification derives from them. */
  @Test
  void whatWasPublishedObeysTheLawsToo() {
    long[][] level2 = {{183, 389, 765}, {217, 483, 1097}, {0, 0, 0}};
    long[][] level3 = {{0, 2, 3}, {4, 4, 4}, {0, 0, 0}};
    for (PublishedRun run : PublishedRun.values()) {
      DirectMapSizes boot = run.at(0);
      for (int i = 0; i < 3; i++) {
        DirectMapSizes row = run.at(PublishedRun.INSTANCES.get(i + 1));
        assertEquals(10_485_596, row.sum());
        assertEquals(level2[run.ordinal()][i], row.level2SplitsSince(boot));
        assertEquals(level3[run.ordinal()][i], row.level3SplitsSince(boot));
      }
    }
    assertEquals(-1, new DirectMapSizes(1, 0, 0).level2SplitsSince(new DirectMapSizes(0, 1, 0)));
  }

  @Test
  void publishedFiguresStandBesideOurs() {
    Ended ended = hugetext("experiment direct-map --scenario fresh --policy module_alloc");
    assertEquals(0, ended.status(), ended.err());
    String row = ended.out().lines().filter(text -> text.contains("  2048  ")).findFirst().get();
    assertTrue(row.contains("1654620") && row.contains("  765  "), row);
    assertTrue(ended.out().contains("publ. beside module_alloc: Linux v5.17, after boot"));
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() {
    Ended ended = hugetext("experiment memory --json /nonexistent/rows.json");
    assertEquals(2, ended.status());
    assertEquals("", ended.out());
    assertEquals("hugetext: /nonexistent/rows.json: no such file or directory\n", ended.err());
  }

  @Test
  void aFileThatTakesNothingIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no " + full);
    IOException failure =
        assertThrows(IOException.class, () -> RowJson.writeLines(List.of(), full));
    assertTrue(failure.getMessage().startsWith("/dev/full: "), failure.getMessage());
  }

  @Test
  void theListNamesThem() {
    Ended ended = hugetext("experiment list");
    assertEquals(0, ended.status());
    assertEquals(3, ended.out().lines().count());
  }
}
