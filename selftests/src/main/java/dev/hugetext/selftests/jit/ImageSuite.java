package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;

/** Compares many programs from one seed. Needs a kernel that answers bpf(2). */
public final class ImageSuite {

  private static final int SOCKET_FILTER = 1;
  private static final int HASH = 1;
  private static final int ARRAY = 2;
  private static final int PROG_ARRAY = 3;
  private static final int PERCPU_ARRAY = 6;
  private static final int LRU_HASH = 9;

  private ImageSuite() {}

  /** Random programs of the seeds {@code seed}, {@code seed + 1} … */
  public static ImageReport random(long seed, int programs) {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    MapSpec spec = MapSpec.of(ARRAY, 4, RandomPrograms.MAP_VALUE_BYTES, 1);
    try (KernelMap map = Bpf.createMap(spec).orThrow()) {
      for (long own = seed; own < seed + programs; own++) {
        report.add(own, compare(images, RandomPrograms.of(own, map.fd())));
      }
    }
    return report;
  }

  /** Every instruction with every register; the seeds in the report count the programs. */
  public static ImageReport everyForm() {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    MapSpec spec = MapSpec.of(ARRAY, 4, EveryForm.MAP_VALUE_BYTES, 1);
    try (KernelMap map = Bpf.createMap(spec).orThrow()) {
      int number = 0;
      for (List<RawInsn> insns : EveryForm.programs(map.fd()).values()) {
        report.add(number++, compare(images, insns));
      }
    }
    return report;
  }

  /** Programs whose jumps take many passes, of the seeds {@code seed}, {@code seed + 1} … */
  public static ImageReport converging(long seed, int programs) {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    for (long own = seed; own < seed + programs; own++) {
      report.add(own, compare(images, ConvergencePrograms.of(own)));
    }
    return report;
  }

  /** Programs for forms that random ones do not reach; the seeds in the report count them. */
  public static ImageReport forms() {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    int number = 0;
    for (MapSpec spec : List.of(map(HASH), map(ARRAY), map(PERCPU_ARRAY), map(LRU_HASH))) {
      try (KernelMap map = Bpf.createMap(spec).orThrow()) {
        report.add(number++, compare(images, FormPrograms.lookup(map.fd(), spec.keySize())));
        report.add(number++, callback(images, map));
      }
    }
    for (int bytes : List.of(8, 64, 128, 136, 512)) {
      report.add(number++, compare(images, FormPrograms.buffer(bytes)));
      report.add(number++, compare(images, FormPrograms.callersStack(bytes)));
    }
    for (int slots : List.of(1, 20, 1000, 40_000, 200_000)) {
      report.add(number++, compare(images, FormPrograms.far(slots)));
    }
    return report;
  }

  private static ImageComparison callback(KernelImages images, KernelMap map) {
    return withBtf(images, FormPrograms.callback(map.fd()), FormPrograms.CALLBACK_SLOT);
  }

  private static ImageComparison withBtf(
      KernelImages images, List<RawInsn> insns, int secondFunction) {
    try (KernelBtf btf = Bpf.loadBtf(CallbackBtf.types()).orThrow()) {
      return images.compare(
          ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns))
              .withLogLevel(1)
              .withBtf(CallbackBtf.functions(btf, secondFunction)));
    }
  }

  /** Tail calls from the main function and from a subprogram. */
  public static ImageReport tailCalls() {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    try (KernelMap map = Bpf.createMap(MapSpec.of(PROG_ARRAY, 4, 4, 16)).orThrow()) {
      for (int bytes : List.of(0, 16, 64, 128, 256)) {
        report.add(bytes, compare(images, FormPrograms.tailCall(map.fd(), bytes, false)));
        List<RawInsn> below = FormPrograms.tailCall(map.fd(), bytes / 2, true);
        report.add(bytes, withBtf(images, below, FormPrograms.TAIL_CALLER_SLOT));
      }
    }
    return report;
  }

  /** Programs that both verifiers rewrite: the same slots, and the same code. */
  public static ImageReport rewritten() {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    int number = 0;
    for (BpfProgram program : RewrittenForms.all()) {
      rewritten(program, number++, images, report);
    }
    return report;
  }

  private static void rewritten(
      BpfProgram program, int number, KernelImages images, ImageReport report) {
    switch (RunningKernelProgram.load(program, 1)) {
      case Outcome.Refused<RunningKernelProgram> refused ->
          report.add(
              number,
              new ImageComparison.Refused(
                  program.name() + ": " + refused.message(), refused.log()));
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram loaded) -> {
        try (loaded) {
          compareRewritten(program, number, loaded.info(), images, report);
        }
      }
    }
  }

  /** Loops with a callback: written out in the caller, as by the kernel. */
  public static ImageReport loops() {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    for (int bytes : List.of(4, 8, 100)) {
      for (boolean mayGoto : List.of(false, true)) {
        int callback = FormPrograms.loopCallback(mayGoto);
        List<RawInsn> insns = FormPrograms.loop(bytes, mayGoto);
        try (KernelBtf btf = Bpf.loadBtf(CallbackBtf.types()).orThrow()) {
          ProgramSpec spec =
              ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns))
                  .withLogLevel(1)
                  .withBtf(CallbackBtf.functions(btf, callback));
          loop(spec, insns, callback, images, report);
        }
      }
    }
    return report;
  }

  private static void loop(
      ProgramSpec spec,
      List<RawInsn> insns,
      int callback,
      KernelImages images,
      ImageReport report) {
    BpfProgram program =
        new BpfProgram(
            "loop",
            ProgramType.SOCKET_FILTER,
            null,
            0,
            "GPL",
            insns,
            List.of(),
            CallbackBtf.functions(callback),
            List.of(),
            CallbackBtf.parsed());
    switch (Bpf.loadProgram(spec)) {
      case Outcome.Refused<KernelProgram> refused ->
          report.add(0, new ImageComparison.Refused(refused.message(), refused.log()));
      case Outcome.Done<KernelProgram>(KernelProgram loaded) -> {
        try (loaded) {
          compareRewritten(program, 0, loaded.info().orThrow(), images, report);
        }
      }
    }
  }

  private static void compareRewritten(
      BpfProgram program, int number, ProgramInfo info, KernelImages images, ImageReport report) {
    switch (Verifier.verify(program, VerifierOptions.DEFAULT)) {
      case Verdict.Rejected rejected ->
          report.addDifference(program.name(), rejected.rejection().message());
      case Verdict.Accepted accepted -> {
        RewrittenProgram mine = accepted.program().rewritten();
        XlatedCode.difference(mine, RawInsn.parse(info.xlated()))
            .ifPresent(difference -> report.addDifference(program.name(), difference));
        report.add(number, images.compare(info, mine));
      }
    }
  }

  /** Loads that may fault. */
  public static ImageReport probes() throws InputException {
    ImageReport report = new ImageReport();
    KernelImages images = new KernelImages();
    Btf types = RunningKernel.withItsTypes().types().orElseThrow();
    ProgramSpec spec =
        ProgramSpec.of(ProbeForms.type(), RawInsn.toBytes(ProbeForms.program(types)))
            .withLogLevel(1);
    switch (Bpf.loadProgram(spec)) {
      case Outcome.Refused<KernelProgram> refused ->
          report.add(0, new ImageComparison.Refused(refused.message(), refused.log()));
      case Outcome.Done<KernelProgram>(KernelProgram program) -> {
        try (program) {
          ProgramInfo info = program.info().orThrow();
          var compiled = ProbeForms.compiled(RawInsn.parse(info.xlated()));
          report.add(0, images.compare(info, compiled));
        }
      }
    }
    return report;
  }

  private static MapSpec map(int type) {
    return MapSpec.of(type, 4, 8, 16);
  }

  private static ImageComparison compare(KernelImages images, List<RawInsn> insns) {
    return images.compare(ProgramSpec.of(SOCKET_FILTER, RawInsn.toBytes(insns)).withLogLevel(1));
  }
}
