package dev.hugetext.loader.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of programs that run by the trusted door or through the verifier (RFC 9669). */
class ConformanceRunTest {
  private static ConformanceRun on(EmulatedEngine engine) {
    return new ConformanceRun(
        KernelSetup.DEFAULT, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL, engine, 1 << 18);
  }

  private static List<RawInsn> code(String... lines) {
    return VectorAssembler.assemble(List.of(lines));
  }

  private static ConformanceOutcome returned(long r0) {
    return new ConformanceOutcome.Returned(r0);
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void memoryAndItsLengthAreTheArguments(EmulatedEngine engine) {
    List<RawInsn> insns = code("ldxb %r0, [%r1+2]", "lsh %r0, 32", "or %r0, %r2", "exit");
    assertEquals(returned(0x7_0000_0003L), on(engine).trusted(insns, new byte[] {5, 6, 7}));
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void theVerifierSeesThePacketThatTheMemoryIs(EmulatedEngine engine) {
    List<RawInsn> insns = new ArrayList<>(ConformanceRun.xdpProlog(3));
    insns.addAll(code("ldxb %r0, [%r1+2]", "lsh %r0, 32", "or %r0, %r2", "exit"));
    assertEquals(returned(0x7_0000_0003L), on(engine).verified(insns, new byte[] {5, 6, 7}));
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void divisionsByZeroHaveResults(EmulatedEngine engine) {
    String[] dividend = {"mov %r0, -5", "mov %r3, 0"};
    record Case(String line, long result) {}
    List<Case> cases =
        List.of(
            new Case("div %r0, 0", 0),
            new Case("sdiv32 %r0, 0", 0),
            new Case("div32 %r0, %r3", 0),
            new Case("mod %r0, 0", -5),
            new Case("mod32 %r0, 0", 0xffff_fffbL),
            new Case("smod32 %r0, %r3", 0xffff_fffbL));
    for (Case one : cases) {
      assertEquals(
          returned(one.result()),
          on(engine).trusted(code(dividend[0], dividend[1], one.line(), "exit"), new byte[0]),
          one.line());
    }
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void theSmallestNumberByMinusOneHasAResult(EmulatedEngine engine) {
    List<RawInsn> insns =
        code("lddw %r0, 0x8000000000000000", "mov %r3, -1", "sdiv %r0, %r3", "exit");
    assertEquals(returned(Long.MIN_VALUE), on(engine).trusted(insns, new byte[0]));
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void narrowCompareAndExchangeClearsTheUpperHalf(EmulatedEngine engine) {
    List<RawInsn> insns =
        code(
            "stdw [%r10-8], 7",
            "lddw %r0, 0x100000007", "mov %r1, 1", "lock cmpxchg32 [%r10-8], %r1", "exit");
    assertEquals(returned(7), on(engine).trusted(insns, new byte[0]));
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void faultsAreOutcomes(EmulatedEngine engine) {
    List<List<RawInsn>> programs =
        List.of(
            code("ldxdw %r0, [%r2]", "exit"), // R2 is 0
            code("lddw %r3, 0x123456789abcdef0", "stxdw [%r3], %r3", "exit"),
            code("lddw %r3, 0xffffffff81000000", "stxdw [%r3], %r3", "exit"), // text
            code("ja -1", "exit"),
            code("call local +1", "exit", "call local -1", "exit"),
            code("mov %r0, 1"), // runs off its end
            code("lddw %r1, 0x1000", "mov %r2, %r1", "call 1", "exit"));
    for (List<RawInsn> insns : programs) {
      assertInstanceOf(
          ConformanceOutcome.Faulted.class,
          on(engine).trusted(insns, new byte[0]),
          insns.toString());
    }
  }

  /** Over the tables of the kernel's own pages, in the direct map. */
  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void aKernelWhosePageTablesAreOverwrittenIsBroken(EmulatedEngine engine) {
    String[] loop = {
      "lddw %r3, 0xffff888000100000",
      "lddw %r4, 0x4141414141414141",
      "stxdw [%r3], %r4",
      "add %r3, 8",
      "ja -3",
      "exit"
    };
    assertEquals(
        new ConformanceOutcome.Faulted(
            "broke the kernel: physical 0x1414141414000+0x8 is outside 0x10000000 bytes of memory"),
        on(engine).trusted(code(loop), new byte[0]));
  }

  /** {@code bpf_probe_read_kernel} with a length that no verifier lets through. */
  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void helpersTakeNoNegativeLength(EmulatedEngine engine) {
    String[] call = {"mov32 %r2, 0x80000000", "mov %r3, %r1", "call 113", "exit"};
    ConformanceOutcome outcome = on(engine).trusted(code(call), new byte[8]);
    assertInstanceOf(ConformanceOutcome.Faulted.class, outcome);
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void whatNoCompilerKnowsIsRefused(EmulatedEngine engine) {
    List<List<RawInsn>> programs =
        List.of(
            code("call %r2", "exit"),
            code("ja +7", "exit"),
            code("call local +7", "exit"),
            code("call 9999", "exit"));
    for (List<RawInsn> insns : programs) {
      assertInstanceOf(
          ConformanceOutcome.Refused.class,
          on(engine).trusted(insns, new byte[0]),
          insns.toString());
    }
  }
}
