package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.loader.run.RunningKernelJit;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the kernel's images of some of our programs to a file, for tests on machines whose kernel
 * does not answer: {@code java -cp hugetext.jar dev.hugetext.selftests.jit.GoldenImages FILE}.
 *
 * <p>{@link EveryForm} shows each instruction with each register. A random program is kept if it
 * shows an instruction that none before it did; of those for the kernel's rewriting, one a kind.
 * Addresses are zero in the file, at the places of our relocations.
 */
public final class GoldenImages {

  private static final int SOCKET_FILTER = 1;
  private static final int HASH = 1;
  private static final int ARRAY = 2;
  private static final int PROG_ARRAY = 3;
  private static final int CANDIDATES = 400;
  private static final int LONGEST_SLOTS = 160;

  /**
   * Programs that call something with a map: the sizes in their names make no kind of their own.
   */
  private static final String MAP_CALL = "map_";

  private final JitOptions options = RunningKernelJit.options();
  private final GoldenText text = new GoldenText(options);
  private final Set<BpfOpcode> shown = EnumSet.noneOf(BpfOpcode.class);

  private GoldenImages() {}

  /** Writes the file named by the only argument. */
  public static void main(String[] args) throws IOException, InputException {
    GoldenImages golden = new GoldenImages();
    golden.everyForm();
    golden.random();
    golden.special();
    golden.rewritten();
    golden.callback();
    golden.probes();
    Files.write(Path.of(args[0]), golden.text.lines());
  }

  private void everyForm() {
    try (KernelMap map = Bpf.createMap(array(EveryForm.MAP_VALUE_BYTES)).orThrow()) {
      EveryForm.programs(map.fd()).forEach(this::write);
    }
  }

  private void random() {
    try (KernelMap map = Bpf.createMap(array(RandomPrograms.MAP_VALUE_BYTES)).orThrow()) {
      for (int seed = 1; seed <= CANDIDATES; seed++) {
        List<RawInsn> insns = RandomPrograms.of(seed, map.fd());
        Set<BpfOpcode> rows = rows(insns);
        if (insns.size() <= LONGEST_SLOTS && shown.addAll(rows)) {
          write("random-" + seed, insns);
        }
      }
    }
  }

  private static Set<BpfOpcode> rows(List<RawInsn> insns) {
    return insns.stream().flatMap(insn -> BpfOpcode.of(insn).stream()).collect(Collectors.toSet());
  }

  private static MapSpec array(int valueBytes) {
    return MapSpec.of(ARRAY, 4, valueBytes, 1);
  }

  private void special() {
    try (KernelMap map = Bpf.createMap(MapSpec.of(PROG_ARRAY, 4, 4, 1)).orThrow()) {
      write("tail-call", FormPrograms.tailCall(map.fd(), 16, false));
      write("tail-call-without-stack", FormPrograms.tailCall(map.fd(), 0, false));
    }
    try (KernelMap map = Bpf.createMap(MapSpec.of(HASH, 4, 8, 1)).orThrow()) {
      write("hash-lookup", FormPrograms.lookup(map.fd(), 4));
    }
    write("stack-buffer", FormPrograms.buffer(136));
    write("converging-2", ConvergencePrograms.of(2));
    write("converging-4", ConvergencePrograms.of(4));
    write("converging-31", ConvergencePrograms.of(31));
  }

  private void rewritten() {
    Set<String> kinds = new HashSet<>();
    for (BpfProgram program : RewrittenForms.all()) {
      String name = program.name();
      if (kinds.add(name.startsWith(MAP_CALL) ? name.replaceAll("-[0-9]+", "") : name)) {
        rewritten(program);
      }
    }
  }

  private void rewritten(BpfProgram program) {
    try (RunningKernelProgram loaded = RunningKernelProgram.load(program, 1).orThrow()) {
      if (!(Verifier.verify(program, VerifierOptions.DEFAULT) instanceof Verdict.Accepted mine)) {
        throw new IllegalStateException("refused here: " + program.name());
      }
      text.write(program.name(), mine.program().rewritten(), loaded.info());
    }
  }

  private void callback() {
    try (KernelMap map = Bpf.createMap(MapSpec.of(HASH, 4, 8, 1)).orThrow();
        KernelBtf btf = Bpf.loadBtf(CallbackBtf.types()).orThrow()) {
      ProgramSpec spec =
          spec(FormPrograms.callback(map.fd()))
              .withBtf(CallbackBtf.functions(btf, FormPrograms.CALLBACK_SLOT));
      try (KernelProgram program = Bpf.loadProgram(spec).orThrow()) {
        text.writeXlated("callback", program.info().orThrow());
      }
    }
  }

  private void probes() throws InputException {
    Btf types = RunningKernel.withItsTypes().types().orElseThrow();
    byte[] insns = RawInsn.toBytes(ProbeForms.program(types));
    ProgramSpec spec = ProgramSpec.of(ProbeForms.type(), insns).withLogLevel(1);
    try (KernelProgram program = Bpf.loadProgram(spec).orThrow()) {
      ProgramInfo info = program.info().orThrow();
      text.write("probes", ProbeForms.compiled(RawInsn.parse(info.xlated())), info);
    }
  }

  private void write(String name, List<RawInsn> insns) {
    try (KernelProgram program = Bpf.loadProgram(spec(insns)).orThrow()) {
      text.writeXlated(name, program.info().orThrow());
    }
  }

  private static ProgramSpec spec(List<RawInsn> insns) {
    return ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns));
  }
}
