package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.jit.IndirectJumps;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.Relocation;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.util.Arrays;
import java.util.List;

/**
 * How the running kernel compiles: which mitigations and CPU features it uses differs from machine
 * to machine, so it is read off one small image.
 */
public final class RunningKernelJit {

  private static final int SOCKET_FILTER = 1;
  private static final int PROG_ARRAY = 3;

  private RunningKernelJit() {}

  /**
   * The options under which our image of a shift, a tail call and an exit is the kernel's.
   *
   * @throws IllegalStateException if there are none, or the kernel does not answer
   */
  public static JitOptions options() {
    try (KernelMap map = Bpf.createMap(MapSpec.of(PROG_ARRAY, 4, 4, 1)).orThrow()) {
      ProgramSpec spec = ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(probe(map.fd())));
      try (KernelProgram program = Bpf.loadProgram(spec).orThrow()) {
        ProgramInfo info = program.info().orThrow();
        return candidates().stream()
            .filter(options -> isAlike(options, info))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no options give the kernel's image"));
      }
    }
  }

  /** A shift by a register and a tail call by an index that is not known. */
  private static List<RawInsn> probe(int programs) {
    return List.of(
        BpfOpcode.LDX_W.insn(3, 1, 0, 0),
        BpfOpcode.LSH64_X.insn(3, 3, 0, 0),
        BpfOpcode.LD_MAP.insn(2, 0, 0, programs),
        new RawInsn(0, 0, 0, (short) 0, 0),
        BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.TAIL_CALL.id()),
        BpfOpcode.MOV64_K.insn(0, 0, 0, 0),
        BpfOpcode.EXIT.insn(0, 0, 0, 0));
  }

  private static List<JitOptions> candidates() {
    List<Boolean> both = List.of(true, false);
    return Arrays.stream(IndirectJumps.values())
        .map(JitOptions.MEASURED_KERNEL::withIndirectJumps)
        .flatMap(options -> both.stream().map(options::withIbt))
        .flatMap(options -> both.stream().map(options::withRethunk))
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
