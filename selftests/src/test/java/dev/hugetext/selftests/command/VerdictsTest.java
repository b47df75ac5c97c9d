package dev.hugetext.selftests.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.JsonMode;
import dev.hugetext.loader.cli.OptionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final Verdict GOOD = Verdict.of("one is one", "3 checked", List.of());
  private static final Verdict BAD =
      Verdict.of("two is one", "2 checked", List.of("--seed 4: 2\nis not 1"));
  private static final Verdict SKIPPED = Verdict.skip("the host agrees", "no host");

  private record Said(int status, List<String> lines) {}

  private static Said say(JsonMode json, List<String> options, Verdict... verdicts)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    var console = new Console(out, out, InputStream.nullInputStream(), json, false, false);
    var line = OptionParser.parse(SuiteOptions.addTo(new Options(), "of all"), options);
    var all = new Verdicts(console, line, "selftest sums", verdicts.length, 7);
    all.note("first\nsecond");
    for (Verdict verdict : verdicts) {
      all.add(verdict);
    }
    int status = all.finish(5, "sums");
    out.flush();
    return new Said(status, bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void textHasALineALaw() throws IOException {
    Said said = say(JsonMode.NONE, List.of(), GOOD, BAD, SKIPPED);
    assertEquals(ExitStatus.NO, said.status());
    assertEquals(
        List.of(
            "selftest sums: seed 7",
            "  first",
            "  second",
            "  ok      one is one: 3 checked",
            "  FAILED  two is one: 2 checked",
            "          --seed 4: 2",
            "          is not 1",
            "  SKIP    the host agrees: no host"),
        said.lines().subList(0, 8));
    assertTrue(said.lines().getLast().startsWith("  FAILED: 5 sums in "), said.toString());
  }

  @Test
  void ktapIsItsOwnGrammar() throws IOException {
    Said said = say(JsonMode.NONE, List.of("--ktap"), GOOD, BAD, SKIPPED);
    assertEquals(
        List.of(
            "KTAP version 1",
            "1..3",
            "# seed 7",
            "# first",
            "# second",
            "# 3 checked",
            "ok 1 one is one",
            "# 2 checked",
            "# --seed 4: 2",
            "# is not 1",
            "not ok 2 two is one",
            "ok 3 the host agrees # SKIP no host"),
        said.lines().subList(0, 12));
  }

  @Test
  void jsonIsOneObject() throws IOException {
    Said said = say(JsonMode.COMPACT, List.of(), GOOD, SKIPPED);
    assertEquals(ExitStatus.DONE, said.status());
    assertEquals(1, said.lines().size());
    String json = said.lines().getFirst();
    assertTrue(json.startsWith("{\"suite\":\"selftest sums\",\"seed\":7,\"passed\":true,"), json);
    assertTrue(json.contains("\"law\":\"the host agrees\",\"holds\":true,\"skipped\":true"), json);
    assertTrue(json.endsWith("\"notes\":[\"first\",\"second\"]}"), json);
  }
}
