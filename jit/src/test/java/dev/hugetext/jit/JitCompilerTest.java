package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the options change, relocations, and refusals. */
class JitCompilerTest {

  private static final RawInsn EXIT = BpfOpcode.EXIT.insn(0, 0, 0, 0);
  private static final RawInsn RETURN_ONE = BpfOpcode.MOV64_K.insn(0, 0, 0, 1);
  private static final JitOptions MEASURED = JitOptions.MEASURED_KERNEL;

  /** Measured on Linux 6.18 with return thunks: 23 bytes. */
  @Test
  void returnGoesThroughTheThunk() {
    JitFunction function = compile(MEASURED, RETURN_ONE, EXIT);
    assertEquals("0f1f4400000f1f00554889e5b801000000c9e900000000", hex(function.code(), 0, 23));
    Symbol thunk = new Symbol.Kernel("__x86_return_thunk");
    assertEquals(List.of(new Relocation(19, Relocation.Kind.REL32, thunk)), function.relocations());
  }

  @Test
  void indirectBranchTrackingPutsAMarkAtBothLandings() {
    byte[] code = compile(MEASURED.withIbt(true), RETURN_ONE, EXIT).code();
    assertEquals(
        "f30f1efa0f1f4400000f1f00554889e5f30f1efab801000000c9e900000000",
        hex(code, 0, code.length));
  }

  /** push rcx; mov rcx, rdi; shl rsi, cl; pop rcx, as GNU as 2.40 assembles them. */
  @Test
  void shiftWithoutBmi2GoesThroughRcx() {
    assertEquals("514889f948d3e659", shift(2, 1));
  }

  /** mov r11, rcx; mov rcx, rdi; shl r11, cl; mov rcx, r11, as GNU as 2.40 assembles them. */
  @Test
  void shiftOfRcxItselfGoesThroughTheTemporary() {
    assertEquals("4989cb4889f949d3e34c89d9", shift(4, 1));
  }

  /** sarq $5, gs:[call depth] before the call, as GNU as 2.40 assembles it. */
  @Test
  void callsAreCountedBeforehand() {
    RawInsn call = BpfOpcode.CALL_HELPER.insn(0, 0, 0, 1);
    JitFunction function = compile(MEASURED.withCallDepth(true), call, EXIT);
    int from = function.offsetOfSlot(0);
    assertEquals(
        "6548c13c250000000005" + "e800000000",
        hex(function.code(), from, function.offsetOfSlot(1)));
    assertEquals(
        new Relocation(from + 5, Relocation.Kind.ABS32, new Symbol.Kernel("__x86_call_depth")),
        function.relocations().getFirst());
  }

  /** lfence; jmp rcx, and jmp rcx; int3, as GNU as 2.40 assembles them. */
  @Test
  void tailCallsJumpAsTheMitigationWants() {
    assertEquals("0faee8ffe1", jump(MEASURED.withIndirectJumps(IndirectJumps.LFENCE), 5));
    assertEquals("ffe1cc", jump(MEASURED.withIndirectJumps(IndirectJumps.PLAIN), 3));
    JitFunction counting = tailCall(MEASURED.withCallDepth(true));
    assertTrue(counting.relocations().stream().anyMatch(r -> r.symbol().equals(COUNTING_THUNK)));
  }

  private static final Symbol COUNTING_THUNK = new Symbol.Kernel("__x86_indirect_jump_thunk_rcx");

  private static JitFunction tailCall(JitOptions options) {
    return compile(options, BpfOpcode.TAIL_CALL.insn(0, 0, 0, 0), EXIT);
  }

  private static String jump(JitOptions options, int bytes) {
    JitFunction function = tailCall(options);
    int end = function.offsetOfSlot(1);
    return hex(function.code(), end - bytes, end);
  }

  private static String shift(int dst, int src) {
    JitFunction function =
        compile(MEASURED.withBmi2(false), BpfOpcode.LSH64_X.insn(dst, src, 0, 0), EXIT);
    int from = function.offsetOfSlot(0);
    return hex(function.code(), from, function.offsetOfSlot(1));
  }

  @Test
  void addressesGoWhereTheyAreMissing() {
    RawInsn map = BpfOpcode.LD_MAP.insn(1, 0, 0, 3);
    RawInsn second = new RawInsn(0, 0, 0, (short) 0, 0);
    RawInsn call = BpfOpcode.CALL_HELPER.insn(0, 0, 0, 1);
    JitFunction function = compile(MEASURED, map, second, call, EXIT);
    Map<Symbol, Long> addresses =
        Map.of(
            new Symbol.MapPointer(3), 0xffff_8881_2345_6789L,
            new Symbol.Helper(1), 0xffff_ffff_8100_0100L,
            new Symbol.Kernel("__x86_return_thunk"), 0xffff_ffff_8200_0000L);
    byte[] placed = function.at(0xffff_ffff_8100_0000L, addresses::get);
    // movabs, call, leave, jmp; the code lies 12 bytes after the placement
    String expected = "48bf8967452381 88ffff e8e5000000 c9 e9dfffff00";
    assertEquals(expected.replace(" ", ""), hex(placed, function.offsetOfSlot(0), placed.length));
  }

  @Test
  void placeTooFarAwayIsRefused() {
    JitFunction function = compile(MEASURED, RETURN_ONE, EXIT);
    assertThrows(IllegalArgumentException.class, () -> function.at(0, symbol -> 1L << 40));
  }

  @Test
  void instructionThatIsNotCompiledIsNamed() {
    RawInsn cast = BpfOpcode.ADDR_SPACE_CAST.insn(0, 0, 0, 1);
    JitException refusal =
        assertThrows(JitException.class, () -> compile(MEASURED, RETURN_ONE, cast, EXIT));
    assertEquals(1, refusal.insn());
    assertEquals("prog", refusal.function());
    assertEquals("prog: insn 1: arenas are not compiled (opcode 0xbf)", refusal.getMessage());
  }

  @Test
  void jumpOutOfTheFunctionIsNamed() {
    RawInsn jump = BpfOpcode.JA.insn(0, 0, 1, 0);
    JitException refusal = assertThrows(JitException.class, () -> compile(MEASURED, jump, EXIT));
    assertEquals("prog: insn 0: jumps out of the function, to 2", refusal.getMessage());
  }

  private static JitFunction compile(JitOptions options, RawInsn... insns) {
    RewrittenProgram program =
        RewrittenProgram.trusted("prog", List.of(insns), TrustedOptions.DEFAULT);
    return JitCompiler.compile(program, options).main();
  }

  private static String hex(byte[] code, int from, int to) {
    return HexFormat.of().formatHex(code, from, to);
  }
}
