package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.map.MapContents;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What maps are shown to hold after a run, in bpftool's words. */
class MapDumpTest {
  /** Five bytes from the stack into event {@code BPF_F_CURRENT_CPU} of map 0. */
  private static final String PERF =
      "bf16000000000000620af8ff44332211620afcff55000000bf61000000000000181200000000000000000000"
          + "0000000018030000ffffffff0000000000000000bfa400000000000007040000f8ffffffb705000005000000"
          + "85000000190000009500000000000000";

  /** The same into ring buffer 0. */
  private static final String RING =
      "620af8ff44332211620afcff5500000018110000000000000000000000000000bfa200000000000007020000"
          + "f8ffffffb703000005000000b70400000000000085000000820000009500000000000000";

  private static String maps(String engine, String insns, String map) {
    String line =
        ("{\"op\":\"run\",\"type\":\"sched_cls\",\"insns\":\"%s\",\"data_in\":\"%s\",\"engine\":\"%s\","
                + "\"maps\":[%s],\"dump\":true}")
            .formatted(insns, "00".repeat(64), engine, map);
    CommandLineRun run = CommandLineRun.withInput(line, "batch");
    assertEquals(0, run.status(), run.err());
    String out = run.out().strip();
    assertTrue(out.contains("\"retval\":0"), out);
    return out.substring(out.indexOf("\"maps\":"), out.length() - 1);
  }

  private static void check(String engine) {
    String ring = "{\"type\":\"ringbuf\",\"max_entries\":4096}";
    assertEquals("\"maps\":[[{\"data\":\"4433221155\"}]]", maps(engine, RING, ring));
    String perf =
        "{\"type\":\"perf_event_array\",\"key_size\":4,\"value_size\":4,\"max_entries\":8}";
    String events = maps(engine, PERF, perf);
    // the kernel pads a sample, with the 4 bytes of its length, to whole words
    assertTrue(events.endsWith(",\"data\":\"443322115500000000000000\"}]]"), events);
  }

  @Test
  void eventsAreListed() {
    check("x86");
    check("bpf");
  }

  @Test
  void runningKernelsEventsAreListed() {
    KernelAssumption.required();
    check("kernel");
  }

  private static String text(MapContents contents) {
    var bytes = new ByteArrayOutputStream();
    MapText.print(List.of(contents), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String all = bytes.toString(StandardCharsets.UTF_8);
    return all.substring(all.indexOf('\n', all.indexOf('\n') + 1) + 1);
  }

  private static MapContents one(MapType type, int keySize, int valueSize, int valueBytes) {
    var def = MapDef.of("m", type, keySize, valueSize, 1);
    byte[] value = new byte[valueBytes];
    for (int i = 0; i < valueBytes; i++) {
      value[i] = (byte) i;
    }
    var element = new MapContents.Element(new byte[keySize], value);
    return MapContents.of(def, List.of(element));
  }

  /** As bpftool 7.1 prints a map of a kernel with two CPUs. */
  @Test
  void perCpuValuesHaveALineEach() {
    assertEquals(
        """
        key:
        00 00 00 00
        value (CPU 00): 00 01 02 03 04
        value (CPU 01): 08 09 0a 0b 0c
        Found 1 element
        """,
        text(one(MapType.PERCPU_ARRAY, 4, 5, 16)));
  }

  @Test
  void longValuesBeginALine() {
    assertEquals(
        """
        key:
        00 00 00 00
        value:
        00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f
        10 11
        Found 1 element
        """,
        text(one(MapType.HASH, 4, 18, 18)));
  }
}
