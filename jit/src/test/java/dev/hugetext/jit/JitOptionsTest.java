package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the options change. The kernel whose images are the golden ones has none but BMI2 and
 * retpolines; the bytes here are those of the instructions in the specification as GNU as 2.40
 * assembles them.
 */
class JitOptionsTest {

  private static final RawInsn EXIT = BpfOpcode.EXIT.insn(0, 0, 0, 0);
  private static final RawInsn RETURN_ONE = BpfOpcode.MOV64_K.insn(0, 0, 0, 1);
  private static final JitOptions MEASURED = JitOptions.MEASURED_KERNEL;

  /** Measured on Linux 6.18 with return thunks: 23 bytes. */
  @Test
  void returnGoesThroughTheThunk() {
    JitFunction function = compile(MEASURED, RETURN_ONE, EXIT);
    assertEquals("0f1f4400000f1f00554889e5b801000000c9e900000000", hex(function.code()));
    Symbol thunk = new Symbol.Kernel("__x86_return_thunk");
    assertEquals(List.of(new Relocation(19, Relocation.Kind.REL32, thunk)), function.relocations());
  }

  /** Measured on Linux 6.18 without them: 19 bytes. */
  @Test
  void returnIsPlainWithoutTheThunk() {
    JitFunction function = compile(MEASURED.withRethunk(false), RETURN_ONE, EXIT);
    assertEquals("0f1f4400000f1f00554889e5b801000000c9c3", hex(function.code()));
  }

  @Test
  void indirectBranchTrackingPutsAMarkAtBothLandings() {
    byte[] code = compile(MEASURED.withIbt(true), RETURN_ONE, EXIT).code();
    assertEquals("f30f1efa0f1f4400000f1f00554889e5f30f1efab801000000c9e900000000", hex(code));
  }

  /** {@code add rcx, 12} or {@code 16} before the jump. */
  @Test
  void tailCallsLandBehindTheFirstMark() {
    assertEquals("4883c10c" + "e900000000", tailCallEnd(MEASURED, 9));
    assertEquals("4883c110" + "e900000000", tailCallEnd(MEASURED.withIbt(true), 9));
  }

  /** Through RCX, lent or kept in R11; by CL where the count is there already. */
  @ParameterizedTest
  @CsvSource({
    "LSH64_X, 2, 1, 514889f948d3e659",
    "RSH32_X, 1, 2, 514889f1d3ef59",
    "ARSH64_X, 0, 0, 514889c148d3f859",
    "LSH64_X, 4, 1, 4989cb4889f949d3e34c89d9",
    "RSH32_X, 4, 7, 4989cb4c89e941d3eb4c89d9",
    "LSH64_X, 5, 4, 49d3e0",
    "ARSH32_X, 4, 4, d3f9",
  })
  void shiftsWithoutBmi2(BpfOpcode row, int dst, int src, String bytes) {
    assertEquals(bytes, shift(MEASURED.withBmi2(false), row, dst, src));
  }

  @ParameterizedTest
  @CsvSource({
    "LSH64_X, 6, 1, c4e2c1f7db",
    "ARSH32_X, 4, 9, c4e202f7c9",
    "LSH64_X, 5, 4, 49d3e0",
  })
  void shiftsWithBmi2(BpfOpcode row, int dst, int src, String bytes) {
    assertEquals(bytes, shift(MEASURED, row, dst, src));
  }

  private static String shift(JitOptions options, BpfOpcode row, int dst, int src) {
    return slot(compile(options, row.insn(dst, src, 0, 0), EXIT), 0);
  }

  /** {@code sarq $5, gs:[call depth]} before the call. */
  @Test
  void callsAreCountedBeforehand() {
    RawInsn call = BpfOpcode.CALL_HELPER.insn(0, 0, 0, 1);
    JitFunction function = compile(MEASURED.withCallDepth(true), call, EXIT);
    assertEquals("6548c13c250000000005" + "e800000000", slot(function, 0));
    int field = function.offsetOfSlot(0) + 5;
    assertEquals(
        new Relocation(field, Relocation.Kind.ABS32, new Symbol.Kernel("__x86_call_depth")),
        function.relocations().getFirst());
  }

  /** {@code push r9} first, {@code pop r9} last: the count is part of the call. */
  @Test
  void callsWithAPrivateStackAreCountedInside() {
    Function main =
        new Function(
            "prog",
            List.of(BpfOpcode.CALL_HELPER.insn(0, 0, 0, 1), EXIT),
            64,
            false,
            true,
            Map.of(0, new Symbol.Helper(1)),
            0);
    JitFunction function =
        JitCompiler.compile(RewrittenProgram.trusted(List.of(main)), MEASURED.withCallDepth(true))
            .main();
    assertEquals("4151" + "6548c13c250000000005" + "e800000000" + "4159", slot(function, 0));
  }

  /** {@code lfence; jmp rcx}, and {@code jmp rcx; int3}. */
  @Test
  void tailCallsJumpAsTheMitigationWants() {
    JitOptions lfence = MEASURED.withIndirectJumps(IndirectJumps.LFENCE);
    assertEquals("0faee8ffe1", tailCallEnd(lfence, 5));
    JitOptions plain = MEASURED.withIndirectJumps(IndirectJumps.PLAIN);
    assertEquals("ffe1cc", tailCallEnd(plain, 3));
    assertEquals("__x86_indirect_thunk_rcx", tailCallThunk(MEASURED));
    assertEquals("__x86_indirect_jump_thunk_rcx", tailCallThunk(MEASURED.withCallDepth(true)));
  }

  private static JitFunction tailCall(JitOptions options) {
    return compile(options, BpfOpcode.TAIL_CALL.insn(0, 0, 0, 0), EXIT);
  }

  /** The last bytes of a tail call. */
  private static String tailCallEnd(JitOptions options, int bytes) {
    String code = slot(tailCall(options), 0);
    return code.substring(code.length() - 2 * bytes);
  }

  /** What the only relocation of a tail call's code names. */
  private static String tailCallThunk(JitOptions options) {
    JitFunction function = tailCall(options);
    return function.relocations().stream()
        .filter(relocation -> relocation.offset() < function.offsetOfSlot(1))
        .map(relocation -> ((Symbol.Kernel) relocation.symbol()).name())
        .findFirst()
        .orElseThrow();
  }

  private static JitFunction compile(JitOptions options, RawInsn... insns) {
    RewrittenProgram program =
        RewrittenProgram.trusted("prog", List.of(insns), TrustedOptions.DEFAULT);
    return JitCompiler.compile(program, options).main();
  }

  private static String slot(JitFunction function, int slot) {
    return hex(function.code())
        .substring(2 * function.offsetOfSlot(slot), 2 * function.offsetOfSlot(slot + 1));
  }

  private static String hex(byte[] code) {
    return HexFormat.of().formatHex(code);
  }
}
