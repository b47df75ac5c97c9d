package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.SpecialOp;
import dev.hugetext.bpf.isa.SwapOp;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that Linux 6.18 made, where no kernel answers. */
class GoldenImagesTest {

  static List<GoldenImage> images() throws IOException {
    return GoldenImage.all();
  }

  @ParameterizedTest
  @MethodSource("images")
  void imageIsTheKernels(GoldenImage golden) {
    RewrittenProgram program =
        RewrittenProgram.trusted(golden.name(), golden.insns(), TrustedOptions.XLATED);
    List<String> ours =
        JitCompiler.compile(program, GoldenImage.options()).functions().stream()
            .map(function -> HexFormat.of().formatHex(function.code()))
            .toList();
    assertEquals(golden.images(), ours);
  }

  @Test
  void everyInstructionThatIsCompiledIsShown() throws IOException {
    Set<BpfOpcode> shown = EnumSet.noneOf(BpfOpcode.class);
    for (GoldenImage golden : images()) {
      golden.insns().forEach(insn -> BpfOpcode.of(insn).ifPresent(shown::add));
    }
    List<BpfOpcode> missing =
        Arrays.stream(BpfOpcode.values())
            .filter(GoldenImagesTest::isCompiled)
            .filter(row -> !shown.contains(row))
            .toList();
    assertTrue(missing.isEmpty(), () -> "no golden image shows " + missing);
  }

  private static boolean isCompiled(BpfOpcode row) {
    return switch (row.operation()) {
      case AluOp _, Cond _, SwapOp _ -> true;
      case AtomicOp _ -> true;
      case SpecialOp op ->
          switch (op) {
            case NEG, MOVSX, MOV_PERCPU, JA, CALL_HELPER, CALL_BPF, EXIT -> true;
            case LD_IMM64 -> row == BpfOpcode.LD_IMM64 || row == BpfOpcode.LD_MAP_VALUE;
            case LOAD, LOAD_SIGNED, STORE -> row.accessMode() == AccessMode.MEM;
            case LD_ABS, LD_IND, GOTOX, MAY_GOTO, CALL_KFUNC, CALLX -> false;
            case ADDR_SPACE_CAST, TAIL_CALL, NOSPEC, PROBE_ATOMIC -> false;
          };
    };
  }
}
