package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.Relocation;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.util.Arrays;
import java.util.List;

/**
 * How the running kernel compiles: which mitigations and CPU features it uses differs from machine
 * to machine, so it is read off one small image.
 */
public final class KernelOptions {

  private static final int SOCKET_FILTER = 1;

  private KernelOptions() {}

  /**
   * The options under which our image of a shift and an exit is the kernel's.
   *
   * @throws IllegalStateException if there are none, or the kernel does not answer
   */
  public static JitOptions ofRunningKernel() {
    List<RawInsn> insns =
        List.of(
            BpfOpcode.MOV64_K.insn(0, 0, 0, 1),
            BpfOpcode.LSH64_X.insn(0, 0, 0, 0),
            BpfOpcode.EXIT.insn(0, 0, 0, 0));
    ProgramSpec spec = ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns));
    try (KernelProgram program = Bpf.loadProgram(spec).orThrow()) {
      ProgramInfo info = program.info().orThrow();
      return candidates().stream()
          .filter(options -> isAlike(options, info))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no options give the kernel's image"));
    }
  }

  private static List<JitOptions> candidates() {
    List<Boolean> both = List.of(true, false);
    return both.stream()
        .flatMap(ibt -> both.stream().map(JitOptions.MEASURED_KERNEL.withIbt(ibt)::withRethunk))
        .flatMap(options -> both.stream().map(options::withBmi2))
        .toList();
  }

  private static boolean isAlike(JitOptions options, ProgramInfo info) {
    JitFunction ours =
        JitCompiler.compile(
                RewrittenProgram.trusted(
                    "probe", RawInsn.parse(info.xlated()), TrustedOptions.XLATED),
                options)
            .main();
    byte[] kernels = info.jited();
    if (kernels.length != ours.length()) {
      return false;
    }
    for (Relocation relocation : ours.relocations()) {
      int from = relocation.offset();
      Arrays.fill(kernels, from, from + relocation.kind().bytes(), (byte) 0);
    }
    return Arrays.equals(kernels, ours.code());
  }
}
