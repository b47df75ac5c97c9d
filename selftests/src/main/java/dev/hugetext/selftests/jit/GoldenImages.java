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
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Writes the kernel's images of some of our random programs to a file, for tests on machines whose
 * kernel does not answer: {@code java -cp hugetext.jar dev.hugetext.selftests.jit.GoldenImages
 * FILE}.
 *
 * <p>A program is kept if it shows an instruction that none before it did. Addresses are zero in
 * the file, at the places of our relocations.
 */
public final class GoldenImages {

  private static final int SOCKET_FILTER = 1;
  private static final int HASH = 1;
  private static final int ARRAY = 2;
  private static final int PROG_ARRAY = 3;
  private static final int CANDIDATES = 400;
  private static final int LONGEST_SLOTS = 160;
  private static final HexFormat HEX = HexFormat.of();

  private final JitOptions options = KernelOptions.ofRunningKernel();
  private final Set<BpfOpcode> shown = EnumSet.noneOf(BpfOpcode.class);
  private final List<String> lines = new ArrayList<>();

  private GoldenImages() {}

  /** Writes the file named by the only argument. */
  public static void main(String[] args) throws IOException {
    GoldenImages golden = new GoldenImages();
    golden.collect();
    Files.write(Path.of(args[0]), golden.lines);
  }

  private void collect() {
    String release = System.getProperty("os.version").split("-", 2)[0];
    lines.add("# Machine code that the x86-64 JIT of Linux %s made, measured,".formatted(release));
    lines.add("# of programs of dev.hugetext.selftests.jit; written by GoldenImages there.");
    lines.add("# Addresses are zero. xlated: rewritten slots; image: one line a function.");
    lines.add(
        "options ibt=%s rethunk=%s bmi2=%s indirect-jumps=%s"
            .formatted(options.ibt(), options.rethunk(), options.bmi2(), options.indirectJumps()));
    MapSpec spec = MapSpec.of(ARRAY, 4, RandomPrograms.MAP_VALUE_BYTES, 1);
    try (KernelMap map = Bpf.createMap(spec).orThrow()) {
      for (int seed = 1; seed <= CANDIDATES; seed++) {
        consider("random-" + seed, RandomPrograms.of(seed, map.fd()), false);
      }
    }
    try (KernelMap map = Bpf.createMap(MapSpec.of(PROG_ARRAY, 4, 4, 1)).orThrow()) {
      consider("tail-call", FormPrograms.tailCall(map.fd(), 16, false), true);
      consider("tail-call-without-stack", FormPrograms.tailCall(map.fd(), 0, false), true);
    }
    try (KernelMap map = Bpf.createMap(MapSpec.of(HASH, 4, 8, 1)).orThrow()) {
      consider("hash-lookup", FormPrograms.lookup(map.fd(), 4), true);
    }
    consider("stack-buffer", FormPrograms.buffer(136), true);
    consider("converging-2", ConvergencePrograms.of(2), true);
    consider("converging-4", ConvergencePrograms.of(4), true);
  }

  private void consider(String name, List<RawInsn> insns, boolean always) {
    ProgramSpec spec = ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns));
    try (KernelProgram program = Bpf.loadProgram(spec).orThrow()) {
      ProgramInfo info = program.info().orThrow();
      List<RawInsn> xlated = RawInsn.parse(info.xlated());
      boolean isNews = showsSomethingNew(xlated);
      if (always || (isNews && xlated.size() <= LONGEST_SLOTS)) {
        remember(xlated);
        write(name, info);
      }
    }
  }

  private boolean showsSomethingNew(List<RawInsn> insns) {
    return insns.stream()
        .anyMatch(insn -> BpfOpcode.of(insn).filter(r -> !shown.contains(r)).isPresent());
  }

  private void remember(List<RawInsn> insns) {
    insns.forEach(insn -> BpfOpcode.of(insn).ifPresent(shown::add));
  }

  private void write(String name, ProgramInfo info) {
    RewrittenProgram program =
        RewrittenProgram.trusted(name, RawInsn.parse(info.xlated()), TrustedOptions.XLATED);
    lines.add("program " + name);
    lines.add("xlated " + HEX.formatHex(info.xlated()));
    int start = 0;
    for (JitFunction ours : JitCompiler.compile(program, options).functions()) {
      byte[] image = Arrays.copyOfRange(info.jited(), start, start + ours.length());
      for (Relocation relocation : ours.relocations()) {
        int at = relocation.offset();
        Arrays.fill(image, at, at + relocation.kind().bytes(), (byte) 0);
      }
      lines.add("image " + HEX.formatHex(image));
      start += ours.length();
    }
  }
}
