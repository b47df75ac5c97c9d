package dev.hugetext.loader.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads that may fault give 0 where nothing is mapped, and the program goes on. */
class ProbedLoadTest {
  private static final int FP = 10;
  private static final long FUEL = 1000;

  /** What is never mapped: user space, addresses that are none, the top of vmalloc space. */
  private static final List<Long> HOLES =
      List.of(
          0L,
          0x1000L,
          0x7fff_ffff_f000L,
          0x8000_0000_0000L,
          0x1234_5678_9abc_def0L,
          0xffff_e8ff_ffff_0000L,
          0xffff_ffff_ff60_0000L);

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void holesReadAsZero(EmulatedEngine engine) {
    for (long hole : HOLES) {
      for (BpfOpcode row :
          List.of(
              BpfOpcode.PROBE_MEM_B,
              BpfOpcode.PROBE_MEM_DW,
              BpfOpcode.PROBE_MEMSX_W,
              BpfOpcode.PROBE_MEMSX_H)) {
        Code code = new Code().load(1, hole).add(BpfOpcode.MOV64_K, 7, 0, 0, -1);
        code.add(row, 7, 1, 8, 0).add(BpfOpcode.MOV64_X, 0, 7, 0, 0);
        code.add(BpfOpcode.ADD64_K, 0, 0, 0, 5);
        assertEquals(
            new DirectRun.Outcome.Returned(5),
            run(engine, code.exit()),
            () -> "%s at 0x%x".formatted(row, hole));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void whatIsThereIsRead(EmulatedEngine engine) {
    Code code = new Code().load(2, 0x8877_6655_4433_2211L).add(BpfOpcode.STX_DW, FP, 2, -8, 0);
    code.add(BpfOpcode.MOV64_X, 1, FP, 0, 0).add(BpfOpcode.PROBE_MEMSX_W, 0, 1, -4, 0);
    assertEquals(new DirectRun.Outcome.Returned(0xffff_ffff_8877_6655L), run(engine, code.exit()));
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void otherLoadsFault(EmulatedEngine engine) {
    Code code = new Code().load(1, 0xffff_e8ff_ffff_0000L).add(BpfOpcode.LDX_DW, 0, 1, 0, 0);
    assertEquals(DirectRun.Outcome.Faulted.class, run(engine, code.exit()).getClass());
  }

  private static DirectRun.Outcome run(EmulatedEngine engine, List<RawInsn> insns) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      var rewritten = RewrittenProgram.trusted("probe", insns);
      if (loader.loadTrusted("probe", ProgramType.XDP, rewritten, List.of())
          instanceof LoadOutcome.Loaded(var program, var _)) {
        return new DirectRun(kernel, FUEL).onMemory(program, new byte[8], engine);
      }
      throw new AssertionError("not loaded");
    }
  }
}
