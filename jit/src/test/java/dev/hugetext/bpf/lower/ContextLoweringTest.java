package dev.hugetext.bpf.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.GoldenFile;
import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.bpf.proto.ProgramType;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Context accesses become what the kernel makes of them; {@code contexts.py} measured it. */
class ContextLoweringTest {
  private static final int LARGEST_CONTEXT = 200;

  /** A line of the golden file. */
  private record Measured(ContextLayout layout, Insn access, String rewritten) {
    static Measured parse(String line) {
      String[] words = line.split(" ", -1);
      byte[] access = HexFormat.of().parseHex(words[3]);
      return new Measured(
          layoutOf(words[0], Integer.parseInt(words[1])),
          Insn.decode(RawInsn.parse(access), 0),
          words[4]);
    }
  }

  private static ContextLayout layoutOf(String type, int attach) {
    return Contexts.of(
            ProgramType.ofText(type).orElseThrow(), AttachType.ofNumber(attach).orElseThrow())
        .orElseThrow();
  }

  @Test
  void everyAcceptedAccessIsRewrittenAsTheKernelDoes() throws IOException {
    for (String line : GoldenFile.lines("bpf/contexts.txt")) {
      Measured measured = Measured.parse(line);
      assertEquals(measured.rewritten(), rewrite(measured), line);
    }
  }

  @Test
  void everyAccessThatTheKernelRefusesIsRefused() throws IOException {
    Set<String> accepted = new HashSet<>();
    Set<String> contexts = new HashSet<>();
    for (String line : GoldenFile.lines("bpf/contexts.txt")) {
      String[] words = line.split(" ", -1);
      String context = words[0] + " " + words[1];
      contexts.add(context);
      switch (Measured.parse(line).access()) {
        case Insn.Load load ->
            accepted.add(key(context, "load", load.offset(), load.size().bytes()));
        case Insn.Store store ->
            accepted.add(key(context, "store", store.offset(), store.size().bytes()));
        default -> throw new AssertionError(line);
      }
    }
    for (String context : contexts) {
      String[] words = context.split(" ", -1);
      ContextLayout layout = layoutOf(words[0], Integer.parseInt(words[1]));
      for (int offset = 0; offset < LARGEST_CONTEXT; offset++) {
        for (int width : List.of(1, 2, 4, 8)) {
          String load = key(context, "load", offset, width);
          assertEquals(accepted.contains(load), layout.read(offset, width).isPresent(), load);
          String store = key(context, "store", offset, width);
          assertEquals(accepted.contains(store), layout.write(offset, width).isPresent(), store);
        }
      }
    }
  }

  /** The other program types' fields, as far as they are reached in the same ways. */
  @Test
  void fieldsOfOtherTypesAreRewrittenAsTheKernelDoes() throws IOException {
    int compared = 0;
    for (String line : GoldenFile.lines("bpf/layouts.txt")) {
      String[] words = line.split(" ", -1);
      ContextLayout layout = layoutOf(words[0], Integer.parseInt(words[1]));
      short offset = Short.parseShort(words[3]);
      MemSize size = MemSize.ofBytes(Integer.parseInt(words[4]));
      boolean load = words[2].equals("load");
      Optional<ContextField> field =
          load ? layout.read(offset, size.bytes()) : layout.write(offset, size.bytes());
      if (field.orElseThrow().access().isEmpty()) {
        continue;
      }
      ContextLowering lowering = new ContextLowering(field.get(), false);
      List<Insn> rewritten =
          load
              ? lowering.load(new Insn.Load(size, false, AccessMode.MEM, Reg.R0, Reg.R1, offset))
              : lowering.store(
                  new Insn.Store(size, AccessMode.MEM, Reg.R1, offset, new Source.FromReg(Reg.R2)));
      assertEquals(words[6], hex(rewritten), line);
      compared++;
    }
    assertTrue(compared > 2000, "only a part is compared");
  }

  @Test
  void theKindOfTimeStampTurnsTheRewritingOff() {
    ContextLayout layout = layoutOf("sched_cls", 0);
    Insn load = Insn.decode(RawInsn.parse(HexFormat.of().parseHex("7910980000000000")), 0);
    ContextLowering lowering = new ContextLowering(layout.read(152, 8).orElseThrow(), true);
    assertTrue(load instanceof Insn.Load);
    assertEquals("7910200000000000", hex(lowering.load((Insn.Load) load)));
  }

  private static String rewrite(Measured measured) {
    ContextLayout layout = measured.layout();
    return switch (measured.access()) {
      case Insn.Load load ->
          hex(
              new ContextLowering(
                      layout.read(load.offset(), load.size().bytes()).orElseThrow(), false)
                  .load(load));
      case Insn.Store store ->
          hex(
              new ContextLowering(
                      layout.write(store.offset(), store.size().bytes()).orElseThrow(), false)
                  .store(store));
      default -> throw new AssertionError(measured);
    };
  }

  private static String key(String context, String kind, int offset, int width) {
    return "%s %s %d %d".formatted(context, kind, offset, width);
  }

  private static String hex(List<Insn> insns) {
    List<RawInsn> slots = insns.stream().flatMap(insn -> insn.encode().stream()).toList();
    return HexFormat.of().formatHex(RawInsn.toBytes(slots));
  }
}
