package dev.hugetext.bpf.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.GoldenFile;
import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.lower.ContextLowering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code programs.py} measured is what the tables say. */
class MeasuredProgramsTest {
  private static final Map<String, ContextLayout> SOCKETS =
      Map.of(
          "sock", SocketPointers.SOCKET,
          "sock_common", SocketPointers.SOCK_COMMON,
          "tcp_sock", SocketPointers.TCP_SOCK,
          "xdp_sock", SocketPointers.XDP_SOCK);

  private static List<String[]> lines(String kind) throws IOException {
    return GoldenFile.lines("bpf/programs.txt").stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words[0].equals(kind))
        .toList();
  }

  @Test
  void programsReturnWhatTheyMay() throws IOException {
    for (String[] words : lines("return")) {
      ProgramType type = ProgramType.ofText(words[1]).orElseThrow();
      int number = Integer.parseInt(words[2]);
      boolean byDefault =
          number == 0 && (type == ProgramType.CGROUP_SOCK || type == ProgramType.SK_REUSEPORT);
      @Nullable AttachType attach = byDefault ? null : AttachType.ofNumber(number).orElseThrow();
      String expected = words[3] + " " + words[4];
      assertEquals(expected, results(type, attach), String.join(" ", words));
    }
  }

  private static String results(ProgramType type, @Nullable AttachType attach) {
    if (!AttachTypes.allowed(type, attach)) {
      return "refused refused";
    }
    return ReturnRange.of(type, attach)
        .map(range -> range.min() + " " + range.max())
        .orElse("any any");
  }

  @Test
  void helpersTakePackets() throws IOException {
    for (String[] words : lines("packet")) {
      HelperTable helper = HelperTable.of(Integer.parseInt(words[1])).orElseThrow();
      ArgKind kind = helper.arguments().get(Integer.parseInt(words[2]) - 1);
      assertEquals(
          words[3].equals("taken"), helper.takesPackets(), helper + " as " + kind.notation());
    }
  }

  @Test
  void fieldsOfSocketsAreReadAndRewritten() throws IOException {
    TreeSet<String> measured = new TreeSet<>();
    for (String[] words : lines("socket")) {
      int offset = Integer.parseInt(words[2]);
      int width = Integer.parseInt(words[3]);
      measured.add("%s %d %d".formatted(words[1], offset, width));
      ContextField field = SOCKETS.get(words[1]).read(offset, width).orElseThrow();
      if (field.access().isPresent()) {
        assertEquals(words[4], lowered(field, offset, width), String.join(" ", words));
      }
    }
    assertEquals(measured, readable());
  }

  private static String lowered(ContextField field, int offset, int width) {
    var load =
        new Insn.Load(
            MemSize.ofBytes(width), false, AccessMode.MEM, Reg.R0, Reg.R6, (short) offset);
    StringBuilder hex = new StringBuilder();
    for (Insn insn : new ContextLowering(field, false).load(load)) {
      for (byte value : RawInsn.toBytes(insn.encode())) {
        hex.append("%02x".formatted(value));
      }
    }
    return hex.toString();
  }

  private static SortedSet<String> readable() {
    List<String> all = new ArrayList<>();
    SOCKETS.forEach((name, layout) -> {
      for (int offset = 0; offset < 120; offset++) {
        for (int width = 1; width <= Long.BYTES; width *= 2) {
          Optional<ContextField> field = layout.read(offset, width);
          if (field.isPresent()) {
            all.add("%s %d %d".formatted(name, offset, width));
          }
        }
      }
    });
    return new TreeSet<>(all);
  }
}
