package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Relocations, the borders of jumps, and refusals. */
class JitCompilerTest {

  private static final RawInsn EXIT = BpfOpcode.EXIT.insn(0, 0, 0, 0);
  private static final RawInsn RETURN_ONE = BpfOpcode.MOV64_K.insn(0, 0, 0, 1);
  private static final JitOptions MEASURED = JitOptions.MEASURED_KERNEL;

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

  /**
   * A jump is short up to 123 bytes, so that it need not grow again; objdump 2.40 reads the rest.
   */
  @Test
  void jumpsAreShortUpTo123Bytes() {
    RawInsn fourBytes = BpfOpcode.ADD64_K.insn(0, 0, 0, 1);
    RawInsn threeBytes = BpfOpcode.MOV64_X.insn(0, 1, 0, 0);
    assertEquals("4885c0" + "747b", jumpOver(threeBytes));
    assertEquals("4885c0" + "0f847c000000", jumpOver(fourBytes));
  }

  /** A comparison with zero and its jump, over 120 bytes and one instruction more. */
  private static String jumpOver(RawInsn last) {
    RawInsn fiveBytes = BpfOpcode.MOV32_K.insn(0, 0, 0, 1);
    List<RawInsn> insns = new ArrayList<>(Collections.nCopies(24, fiveBytes));
    insns.addFirst(BpfOpcode.JEQ_K.insn(0, 0, 25, 0));
    insns.addAll(List.of(last, EXIT));
    return slot(compile(MEASURED, insns.toArray(RawInsn[]::new)), 0);
  }

  @Test
  void jumpToTheNextInstructionVanishes() {
    JitFunction function =
        compile(MEASURED, BpfOpcode.JA.insn(0, 0, 0, 0), BpfOpcode.JA32.insn(0, 0, 0, 0), EXIT);
    assertEquals("", slot(function, 0) + slot(function, 1));
  }

  /** What the verifier makes of dead code; {@code jmp .}. */
  @Test
  void jumpToItselfIsShort() {
    RawInsn near = BpfOpcode.JA.insn(0, 0, -1, 0);
    RawInsn wide = BpfOpcode.JA32.insn(0, 0, 0, -1);
    JitFunction function = compile(MEASURED, near, wide, EXIT);
    assertEquals("ebfe" + "ebfe", slot(function, 0) + slot(function, 1));
  }

  /** One epilogue, at the first exit; {@code leave}, the thunk, and a jump back to it. */
  @Test
  void laterExitsJumpToTheFirst() {
    JitFunction function = compile(MEASURED, EXIT, EXIT);
    assertEquals("c9e900000000" + "ebf8", slot(function, 0) + slot(function, 1));
  }

  /** {@code lfence}, as GNU as 2.40 assembles it; privileged programs do not show it. */
  @Test
  void speculationStops() {
    assertEquals("0faee8", slot(compile(MEASURED, BpfOpcode.NOSPEC.insn(0, 0, 0, 0), EXIT), 0));
  }

  private static String slot(JitFunction function, int slot) {
    return hex(function.code(), function.offsetOfSlot(slot), function.offsetOfSlot(slot + 1));
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
