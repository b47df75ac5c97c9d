package dev.hugetext.examples.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TextSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
  void theDirectMapFallsToPiecesAsPublishedWhateverTheSeed() {
    Background background = Background.FRESH;
    for (long seed = 1; seed <= 5; seed++) {
      try (DirectMapRun run = new DirectMapRun(setup(TextPolicy.MODULE_ALLOC, seed), background)) {
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
  void theOthersKeepTheirPromisesWhereMemoryLiesInPieces() {
    for (TextPolicy policy :
        List.of(TextPolicy.PROG_PACK, TextPolicy.EXECMEM, TextPolicy.ROX_CACHE)) {
      try (DirectMapRun run = new DirectMapRun(setup(policy, 9), Background.PAGE_CACHE)) {
        run.instances(512);
        assertEquals(List.of(), run.broken());
      }
    }
  }

  private static KernelSetup setup(TextPolicy policy, long seed) {
    KernelSetup usual = KernelSetup.DEFAULT.withText(TextSetup.of(policy));
    return new KernelSetup(
        usual.cpus(),
        usual.nodes(),
        usual.ramBytes(),
        usual.tlb(),
        usual.tlbPolicy(),
        usual.text(),
        usual.hardware(),
        usual.vmapStack(),
        seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiment dispatcher",
        "experiment itlb",
        "experiment churn --policy slab",
        "experiment churn --programs -1",
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
  void theListNamesThem() {
    Ended ended = hugetext("experiment list");
    assertEquals(0, ended.status());
    assertEquals(3, ended.out().lines().count());
  }
}
