package dev.hugetext.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The trusted door: slots of unknown origin, cut into functions with their references. */
class RewrittenProgramTest {
  /** Main and two functions, as Linux 6.18 dumps them: distances in the offsets. */
  private static final List<String> DUMPED =
      List.of(
          "b701000003000000", // r1 = 3
          "8510040001000000", // call pc+4: function 1
          "b701000004000000", // r1 = 4
          "8510040002000000", // call pc+4: function 2
          "b700000000000000", // r0 = 0
          "9500000000000000",
          "bf10000000000000", // function 1: r0 = r1
          "9500000000000000",
          "7b1af8ff00000000", // function 2: *(u64 *)(r10 -8) = r1
          "8510fcff01000000", // call pc-4: function 1
          "b700000000000000",
          "9500000000000000");

  private static List<RawInsn> slots(List<String> lines) {
    return RawInsn.parse(HexFormat.of().parseHex(String.join("", lines)));
  }

  private static List<RawInsn> slots(String... lines) {
    return slots(List.of(lines));
  }

  @Test
  void aDumpIsCutAtTheTargetsOfItsCalls() {
    RewrittenProgram program =
        RewrittenProgram.trusted("main", slots(DUMPED), TrustedOptions.XLATED);
    assertEquals(
        List.of(0, 6, 8),
        program.functions().stream().map(RewrittenProgram.Function::originalStart).toList());
    assertEquals(
        Map.of(1, new Symbol.Function(1), 3, new Symbol.Function(2)), program.main().references());
    assertEquals(Map.of(1, new Symbol.Function(1)), program.functions().get(2).references());
    assertEquals(
        List.of(0, 0, 8),
        program.functions().stream().map(RewrittenProgram.Function::stackDepth).toList());
  }

  /** Before loading, the distances stand in the immediates. */
  @Test
  void aLoadedProgramIsCutTheSameWay() {
    List<RawInsn> loaded =
        slots(DUMPED).stream()
            .map(insn ->
                insn.opcode() == BpfOpcode.CALL_BPF.opcode()
                    ? insn.withImm(insn.off()).withOff((short) 0)
                    : insn)
            .toList();
    assertEquals(
        List.of(0, 6, 8),
        RewrittenProgram.trusted("main", loaded).functions().stream()
            .map(RewrittenProgram.Function::originalStart)
            .toList());
  }

  @Test
  void immediatesAreNamed() {
    List<RawInsn> insns =
        slots(
            "1811000002000000",
            "0000000000000000", // r1 = map 2
            "1822000001000000",
            "0000000008000000", // r2 = value 0 of map 1, byte 8
            "8500000007000000",
            "9500000000000000");
    assertEquals(
        Map.of(
            0, new Symbol.MapPointer(2),
            2, new Symbol.MapValue(1, 8),
            4, new Symbol.Helper(7)),
        RewrittenProgram.trusted("main", insns).main().references());
    assertEquals(
        new Symbol.CallBase(7),
        RewrittenProgram.trusted("main", insns, TrustedOptions.XLATED).main().references().get(4));
  }

  /** Dumps show tail calls as calls of helper 12. */
  @Test
  void tailCallsAreRestored() {
    RewrittenProgram program =
        RewrittenProgram.trusted("main", slots("850000000c000000", "9500000000000000"));
    assertEquals(new Insn.TailCall(0), Insn.decode(program.main().insns(), 0));
    assertTrue(program.main().tailCallReachable());
    assertTrue(program.main().references().isEmpty());
    assertFalse(
        RewrittenProgram.trusted("main", slots("9500000000000000")).main().tailCallReachable());
  }

  @Test
  void stackDepthIsTheDeepestDistanceInUse() {
    assertEquals(0, depth());
    assertEquals(8, depth("730affff00000000")); // *(u8 *)(r10 -1) = r0
    assertEquals(24, depth("7b0aecff00000000")); // *(u64 *)(r10 -20) = r0
    String[] address = {"bfa2000000000000", "07020000f0ffffff"}; // r2 = r10; r2 += -16
    assertEquals(0, depth(address));
    assertEquals(16, depth(address[0], address[1], "8500000001000000")); // call
    assertEquals(24, depth(address[0], address[1], "7922f8ff00000000")); // *(u64 *)(r2 -8)
    assertEquals(0, depth(address[0], address[1], "b702000000000000", "7922f8ff00000000"));
    assertEquals(512, depth("7b0a00fe00000000"));
  }

  private static int depth(String... lines) {
    String[] withExit =
        Stream.concat(Stream.of(lines), Stream.of("9500000000000000")).toArray(String[]::new);
    return RewrittenProgram.trusted("main", slots(withExit)).main().stackDepth();
  }

  @Test
  void depthAndReachabilityCanBeGiven() {
    TrustedOptions options = TrustedOptions.DEFAULT.withStackDepth(20).withTailCallReachable(true);
    RewrittenProgram.Function main =
        RewrittenProgram.trusted("main", slots("9500000000000000"), options).main();
    assertEquals(24, main.stackDepth());
    assertTrue(main.tailCallReachable());
  }

  @Test
  void aCallOutOfTheProgramIsRefused() {
    List<RawInsn> insns = slots("8510000005000000", "9500000000000000");
    assertThrows(IllegalArgumentException.class, () -> RewrittenProgram.trusted("main", insns));
  }
}
