package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.DumpedCode;
import dev.hugetext.bpf.isa.Field;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.SpecialOp;
import dev.hugetext.bpf.isa.SwapOp;
import dev.hugetext.bpf.isa.Symbol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
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
    List<String> ours =
        JitCompiler.compile(golden.program(), GoldenImage.options()).functions().stream()
            .map(function -> HexFormat.of().formatHex(function.code()))
            .toList();
    assertEquals(golden.images(), ours);
  }

  /** Reading a kernel's dump and dumping what was read gives the same slots. */
  @Test
  void dumpsAreThoseOfTheKernel() throws IOException {
    for (GoldenImage golden : images()) {
      if (!golden.dumped().isEmpty()) {
        List<RawInsn> ours =
            DumpedCode.of(
                golden.program(),
                symbol -> symbol instanceof Symbol.CallBase(int distance) ? distance : 0);
        assertEquals(golden.dumped(), ours, golden.toString());
      }
    }
  }

  @Test
  void everyInstructionThatIsCompiledIsShown() throws IOException {
    Set<BpfOpcode> shown = EnumSet.noneOf(BpfOpcode.class);
    eachInsn((row, _) -> shown.add(row));
    List<BpfOpcode> missing = compiled().filter(row -> !shown.contains(row)).toList();
    assertTrue(missing.isEmpty(), () -> "no golden image shows " + missing);
  }

  /** Prefixes, ways around RAX, RDX and RCX, REX for low bytes: all depend on registers. */
  @Test
  void everyRegisterIsShownInBothPlaces() throws IOException {
    Set<String> shown = new HashSet<>();
    eachInsn((row, insn) -> {
      shown.add(row + " dst " + insn.dst());
      shown.add(row + " src " + insn.src());
    });
    List<String> missing = new ArrayList<>();
    compiled()
        .filter(row -> isOnRegisters(row))
        .forEach(row -> {
          for (int register = 0; register < Reg.FP.number(); register++) {
            missing.add(row + " dst " + register);
            if (!row.mustBeZero(Field.SRC)) {
              missing.add(row + " src " + register);
            }
          }
        });
    missing.removeAll(shown);
    // compare-exchange compares with R0, so that it cannot be the address
    missing.removeAll(List.of("ATOMIC_CMPXCHG_W dst 0", "ATOMIC_CMPXCHG_DW dst 0"));
    assertEquals(List.of(), missing);
  }

  private static boolean isOnRegisters(BpfOpcode row) {
    return switch (row.operation()) {
      case AluOp _, SwapOp _, AtomicOp _ -> true;
      case Cond cond -> cond == Cond.JEQ || cond == Cond.JSET;
      case SpecialOp op ->
          switch (op) {
            case NEG, MOVSX -> true;
            case LOAD, LOAD_SIGNED, STORE -> row.accessMode() == AccessMode.MEM;
            case MOV_PERCPU, JA, CALL_HELPER, CALL_BPF, EXIT, LD_IMM64 -> false;
            case LD_ABS, LD_IND, GOTOX, MAY_GOTO, CALL_KFUNC, CALLX -> false;
            case ADDR_SPACE_CAST, TAIL_CALL, NOSPEC, PROBE_ATOMIC -> false;
          };
    };
  }

  private static void eachInsn(BiConsumer<BpfOpcode, RawInsn> action) throws IOException {
    for (GoldenImage golden : images()) {
      for (RewrittenProgram.Function function : golden.program().functions()) {
        for (RawInsn insn : function.insns()) {
          BpfOpcode.of(insn).ifPresent(row -> action.accept(row, insn));
        }
      }
    }
  }

  private static Stream<BpfOpcode> compiled() {
    return Arrays.stream(BpfOpcode.values()).filter(GoldenImagesTest::isCompiled);
  }

  private static boolean isCompiled(BpfOpcode row) {
    return switch (row.operation()) {
      case AluOp _, Cond _, SwapOp _, AtomicOp _ -> true;
      case SpecialOp op ->
          switch (op) {
            case NEG, MOVSX, MOV_PERCPU, JA, CALL_HELPER, CALL_BPF, EXIT, TAIL_CALL -> true;
            case LD_IMM64 -> isKeptByTheVerifier(row);
            case LOAD, LOAD_SIGNED, STORE -> row.accessMode() != AccessMode.PROBE_MEM32;
            case LD_ABS, LD_IND, GOTOX, MAY_GOTO, CALL_KFUNC, CALLX -> false;
            // a privileged program has no speculation barriers
            case ADDR_SPACE_CAST, NOSPEC, PROBE_ATOMIC -> false;
          };
    };
  }

  private static boolean isKeptByTheVerifier(BpfOpcode row) {
    return EnumSet.of(
            BpfOpcode.LD_IMM64, BpfOpcode.LD_MAP, BpfOpcode.LD_MAP_VALUE, BpfOpcode.LD_FUNC)
        .contains(row);
  }
}
