package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code batch}: one answer a line, in order, whatever the line. */
class BatchTest {
  private static final String PACKET = "00".repeat(64);

  private static String[] batch(String... lines) {
    CommandLineRun run = CommandLineRun.withInput(String.join("\n", lines), "batch");
    assertEquals(0, run.status(), run.err());
    return run.out().split("\n", -1);
  }

  private static String run(String id, String insns, String more) {
    return "{\"id\":%s,\"op\":\"run\",\"insns\":\"%s\",\"data_in\":\"%s\"%s}"
        .formatted(id, insns, PACKET, more);
  }

  private static final String RETURN_5 = "b7000000050000009500000000000000";

  @Test
  void idsComeBackAsTheyWere() {
    String[] answers =
        batch(
            run("7", RETURN_5, ""),
            run("{\"a\": [1, \"x\"]}", RETURN_5, ""),
            run("\"z\"", RETURN_5, ""));
    assertTrue(answers[0].startsWith("{\"id\":7,\"verdict\":\"accept\""), answers[0]);
    assertTrue(answers[1].startsWith("{\"id\":{\"a\": [1, \"x\"]},"), answers[1]);
    assertTrue(answers[2].startsWith("{\"id\":\"z\","), answers[2]);
  }

  @Test
  void runAnswersEverything() {
    String answer = batch(run("1", RETURN_5, ",\"dump\":true"))[0];
    String[] wanted = {
      "\"processed\":2",
      "\"retval\":5",
      "\"data_out\":\"",
      "\"duration\":",
      "\"counters\":{",
      "\"jited_len\":23",
      "\"address\":\"0xffffffff8220",
      "\"xlated\":\"" + RETURN_5 + "\"",
      "\"jited\":\"0f1f4400000f1f00554889e5b805000000c9e9"
    };
    for (String part : wanted) {
      assertTrue(answer.contains(part), part + " in " + answer);
    }
  }

  @Test
  void enginesGiveTheSameValue() {
    for (String engine : new String[] {"bpf", "x86"}) {
      String answer = batch(run("1", RETURN_5, ",\"engine\":\"" + engine + "\""))[0];
      assertTrue(answer.contains("\"retval\":5"), answer);
    }
  }

  @Test
  void rejectionHasErrnoAndLog() {
    String answer = batch(run("1", "9500000000000000", ""))[0];
    assertTrue(answer.contains("\"verdict\":\"reject\",\"errno\":13,\"log\":\""), answer);
    assertTrue(answer.contains("R0 !read_ok"), answer);
  }

  @Test
  void mapsAreInitialisedAndDumped() {
    // r1 = &map[0][0]; r0 = *(u8 *)r1; *(u8 *)r1 = 9; exit
    String insns =
        "18210000000000000000000000000000"
            + "7110000000000000"
            + "7201000009000000"
            + "9500000000000000";
    String maps =
        ",\"maps\":[{\"type\":\"array\",\"key_size\":4,\"value_size\":2,\"max_entries\":1,"
            + "\"init\":[{\"key\":\"00000000\",\"value\":\"0701\"}]}],\"dump\":true";
    String answer = batch(run("1", insns, maps))[0];
    assertTrue(answer.contains("\"retval\":7"), answer);
    assertTrue(answer.contains("\"maps\":[[{\"key\":\"00000000\",\"value\":\"0901\"}]]"), answer);
  }

  /** As given: instructions that the verifier would refuse are compiled too. */
  @Test
  void jitCompilesAsGiven() {
    String answer = batch("{\"id\":1,\"op\":\"jit\",\"insns\":\"9500000000000000\"}")[0];
    assertTrue(answer.contains("\"jited_len\":18"), answer);
    assertTrue(answer.contains("\"jited\":\"0f1f4400000f1f00554889e5c9e9"), answer);
  }

  @Test
  void stackDepthCanBeGiven() {
    String answer =
        batch("{\"op\":\"jit\",\"insns\":\"%s\",\"stack_depth\":100}".formatted(RETURN_5))[0];
    assertTrue(answer.contains("4881ec68000000"), "sub rsp, 104 in " + answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"op\":\"fly\"}",
        "{\"op\":\"run\"}",
        "{\"op\":\"run\",\"insns\":\"zz\"}",
        "{\"op\":\"run\",\"insns\":\"00\"}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"type\":\"nothing\"}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"policy\":\"slab\"}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"wings\":2}",
        "{\"op\":\"verify\",\"object\":\"gone.o\"}",
        "{\"op\":\"verify\",\"insns\":\"9500000000000000\"} {}",
        "{\"op\":\"verify\",\"insns\":\"95000000",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"maps\":3}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"repeat\":\"often\"}",
        "{\"op\":\"run\",\"insns\":7}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"op\":\"run\"}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"object\":\"x\"}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"repeat\":-1}",
        "{\"op\":\"run\",\"insns\":\"9500000000000000\",\"progs\":[{\"name\":\"x\"}]}",
        "{\"op\":\"run\",\"object\":\"any.o\",\"maps\":[{\"type\":\"array\"}]}",
        "{\"op\":\"run\",\"log_level\":99,\"insns\":\"9500000000000000\"}"
      })
  void unusableLinesAreAnsweredAndTheNextIsRead(String line) {
    String[] answers = batch(line, run("2", RETURN_5, ""));
    assertTrue(answers[0].contains("\"error\":\""), answers[0]);
    assertTrue(answers[1].startsWith("{\"id\":2,\"verdict\":\"accept\""), answers[1]);
  }
}
