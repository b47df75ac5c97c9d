package dev.hugetext.bpf.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.GoldenFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which accesses the kernel accepts and what a load gives; {@code layouts.py} asked it. */
class ContextsTest {
  /** Where the script stopped for contexts without an end of their own. */
  private static final Map<String, Integer> LAST_TRIED = Map.of("tracepoint", 32, "syscall", 24);

  private static final int LARGEST_CONTEXT = 240;

  private static ContextLayout layout(String context) {
    String[] words = context.split(" ", -1);
    return Contexts.of(
            ProgramType.ofText(words[0]).orElseThrow(),
            AttachType.ofNumber(Integer.parseInt(words[1])).orElseThrow())
        .orElseThrow();
  }

  /** Accesses by context: direction, offset, width, kind of a load. */
  private static Map<String, Set<String>> measured() throws IOException {
    Map<String, Set<String>> accesses = new LinkedHashMap<>();
    for (String line : GoldenFile.lines("bpf/layouts.txt")) {
      String[] words = line.split(" ", -1);
      accesses
          .computeIfAbsent(words[0] + " " + words[1], context -> new HashSet<>())
          .add(String.join(" ", words[2], words[3], words[4], words[5]));
    }
    return accesses;
  }

  @Test
  void exactlyWhatTheKernelAcceptsIsAccepted() throws IOException {
    for (var entry : measured().entrySet()) {
      ContextLayout layout = layout(entry.getKey());
      int end = LAST_TRIED.getOrDefault(entry.getKey().split(" ", -1)[0], LARGEST_CONTEXT);
      Set<String> ours = new HashSet<>();
      for (int offset = 0; offset < end; offset++) {
        for (int width : List.of(1, 2, 4, 8)) {
          String at = offset + " " + width + " ";
          layout
              .read(offset, width)
              .ifPresent(field -> ours.add("load " + at + field.loads().text()));
          layout.write(offset, width).ifPresent(field -> ours.add("store " + at + "-"));
        }
      }
      assertEquals(entry.getValue(), ours, entry.getKey());
    }
  }

  @Test
  void fieldsHaveTheirNames() {
    ContextLayout tc = layout("sched_cls 0");
    assertEquals("tstamp", tc.read(152, 8).orElseThrow().name());
    assertEquals(76, tc.field("data").orElseThrow().offset());
    assertTrue(tc.field("family").isEmpty());
    assertTrue(layout("xdp 0").field("egress_ifindex").isEmpty());
  }
}
