package dev.hugetext.loader.command;

import static dev.hugetext.loader.command.CommandLineRun.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** {@code prog dump} and {@code prog load}: bpftool's shapes. */
class ProgDumpTest {
  @Test
  void xlatedNumbersSlotsThroughAllFunctions() {
    CommandLineRun run = CommandLineRun.of("prog", "dump", "xlated", object("load_balancer"));
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("map[id:"), run.out());
    assertTrue(run.out().contains("#bpf_prog_"), run.out());
    long starts = run.out().lines().filter(line -> line.startsWith("   0: ")).count();
    assertEquals(1, starts, "one instruction has number 0");
  }

  @Test
  void opcodesFollowEachInstruction() {
    CommandLineRun run =
        CommandLineRun.of("prog", "dump", "xlated", object("xdp_firewall"), "opcodes");
    String[] lines = run.out().split("\n", -1);
    for (int i = 0; i + 1 < lines.length; i += 2) {
      assertTrue(lines[i].matches(" *\\d+: \\([0-9a-f]{2}\\) .*"), lines[i]);
      assertTrue(lines[i + 1].matches(" {7}([0-9a-f]{2} ){7,15}[0-9a-f]{2}"), lines[i + 1]);
    }
  }

  @Test
  void visualIsOneGraph() {
    CommandLineRun run =
        CommandLineRun.of("prog", "dump", "xlated", object("xdp_firewall"), "visual");
    assertTrue(run.out().startsWith("digraph \"DOT graph for eBPF program\" {\n"), run.out());
    assertTrue(run.out().endsWith("}\n}\n"), run.out());
    assertTrue(run.out().contains("fn_0_bb_0:s -> fn_0_bb_2:n"), run.out());
  }

  @Test
  void jitedBeginsAsTheKernelsDoes() {
    CommandLineRun run =
        CommandLineRun.of("prog", "dump", "jited", object("xdp_firewall"), "opcodes");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().startsWith("bpf_prog_"), run.out());
    assertTrue(run.out().contains("\t0f 1f 44 00 00\n"), run.out());
    assertTrue(run.out().contains("push   %rbp\n\t55\n"), run.out());
  }

  @Test
  void jitedAsJson() {
    CommandLineRun run = CommandLineRun.of("-j", "prog", "dump", "jited", object("xdp_firewall"));
    assertTrue(run.out().startsWith("[{\"name\":\"bpf_prog_"), run.out());
    assertTrue(run.out().contains("{\"pc\":\"0x0\",\"operation\":\"nopl\""), run.out());
  }

  @Test
  void wordsOfLaterVersionsAreRefused() {
    CommandLineRun run =
        CommandLineRun.of("prog", "dump", "jited", object("xdp_firewall"), "linum");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("these work: opcodes"), run.err());
  }

  @Test
  void loadShowsWhatBpftoolShowsAndThePlace() {
    CommandLineRun run =
        CommandLineRun.of("-j", "prog", "load", object("xdp_firewall"), object("load_balancer"));
    assertEquals(0, run.status(), run.err());
    String[] keys = {
      "\"id\":1", "\"type\":\"xdp\"", "\"name\":\"firewall\"", "\"tag\":\"", "\"gpl_compatible\":",
      "\"loaded_at\":", "\"uid\":0", "\"bytes_xlated\":", "\"jited\":true", "\"bytes_jited\":",
      "\"bytes_memlock\":4096", "\"map_ids\":[", "\"page_size\":\"2M\""
    };
    for (String key : keys) {
      assertTrue(run.out().contains(key), key + " in " + run.out());
    }
  }

  @Test
  void verifyCountsInstructions() {
    CommandLineRun run = CommandLineRun.of("verify", object("xdp_firewall"), "--log-level", "4");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains(": firewall: accepted, processed "), run.out());
    assertTrue(run.out().contains("(limit 1000000)"), run.out());
  }
}
