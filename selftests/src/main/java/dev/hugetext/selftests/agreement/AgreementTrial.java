package dev.hugetext.selftests.agreement;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.selftests.fuzz.Mutator;
import dev.hugetext.selftests.fuzz.ProgramGenerator;
import dev.hugetext.selftests.jit.ImageComparison;
import dev.hugetext.selftests.jit.KernelImages;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries programs one by one and counts what came of them. */
public final class AgreementTrial {
  private static final VerifierOptions OPTIONS =
      VerifierOptions.DEFAULT.withCpus(KernelSetup.DEFAULT.cpus());

  private static final Set<BpfOpcode> MAP_LOADS =
      EnumSet.of(BpfOpcode.LD_MAP, BpfOpcode.LD_MAP_VALUE);
  private static final Set<BpfOpcode> CALLS = EnumSet.of(BpfOpcode.CALL_HELPER, BpfOpcode.CALL_BPF);

  /** Helpers of random programs whose code Linux 6.18 puts in place of the call. */
  private static final Set<Integer> INLINED =
      Set.of(HelperTable.MAP_LOOKUP_ELEM.id(), HelperTable.GET_SMP_PROCESSOR_ID.id());

  private final AgreementCounts counts = new AgreementCounts();
  private final @Nullable KernelImages images;

  /** Trials without the running kernel: only our engines with each other. */
  public AgreementTrial() {
    this(null);
  }

  /** Trials against the running kernel. */
  public AgreementTrial(@Nullable KernelImages images) {
    this.images = images;
  }

  /** What was counted so far. */
  public AgreementCounts counts() {
    return counts;
  }

  /** A generated program. */
  public void program(long seed) {
    counts.programs++;
    counts.kind(ProgramGenerator.kind(seed));
    trial(ProgramGenerator.generate(seed), seed, "--seed " + seed + " --programs 1 --mutants 0");
  }

  /** A generated program with something in it changed. */
  public void mutant(long seed) {
    counts.mutants++;
    trial(
        Mutator.mutate(ProgramGenerator.generate(seed), seed),
        seed,
        "--seed " + seed + " --programs 0 --mutants 1");
  }

  private void trial(BpfProgram program, long seed, String repeat) {
    String command = "hugetext selftest jit " + (images == null ? "" : "--kernel ") + repeat;
    Verdict verdict = Verifier.verify(program, OPTIONS);
    if (images == null) {
      if (verdict instanceof Verdict.Accepted) {
        counts.bothAccept++;
        compareEngines(program, TrialInput.of(seed), null, command);
      }
      return;
    }
    switch (RunningKernelProgram.load(program, 0)) {
      case Outcome.Refused<RunningKernelProgram> refused -> {
        if (verdict instanceof Verdict.Accepted) {
          counts.unsound++;
          counts.fail("%s: accepted here, the kernel: %s".formatted(command, refused.message()));
        } else {
          counts.bothRefuse++;
        }
      }
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram theirs) -> {
        try (theirs) {
          ProgramInfo info = theirs.info();
          switch (verdict) {
            case Verdict.Rejected _ -> counts.tooStrict++;
            case Verdict.Accepted mine -> {
              counts.bothAccept++;
              RewrittenProgram rewritten = mine.program().rewritten();
              compareImages(info, rewritten, images, command);
              compareRewriting(program, rewritten, info, command);
              TestInput input = TrialInput.of(seed);
              var result = new EngineResult("kernel", theirs.run(input, 1), theirs.maps());
              compareEngines(program, input, result, command);
            }
          }
        }
      }
    }
  }

  private void compareEngines(
      BpfProgram program, TestInput input, @Nullable EngineResult kernel, String command) {
    Optional<EngineResult> bpf = EmulatedTrial.USUAL.run(program, input, EmulatedEngine.BPF);
    Optional<EngineResult> x86 = EmulatedTrial.USUAL.run(program, input, EmulatedEngine.X86);
    if (bpf.isEmpty() || x86.isEmpty()) {
      counts.notRunnable++;
      return;
    }
    counts.ran++;
    if (dependsOnCircumstances(program, input, bpf.get())) {
      counts.indeterminate++;
      return;
    }
    List<String> differences = x86.get().differences(bpf.get());
    if (differences.isEmpty() && kernel != null) {
      differences = x86.get().differences(kernel);
    }
    if (!differences.isEmpty()) {
      counts.differentResults++;
      counts.fail(command + ": " + String.join("; ", differences));
    }
  }

  /**
   * Whether the result shows an address, what the stack held before, a random number, the time or
   * the CPU: a privileged program may read them, but no two kernels give it the same.
   */
  private static boolean dependsOnCircumstances(
      BpfProgram program, TestInput input, EngineResult usual) {
    return EmulatedTrial.OTHERS.stream()
        .map(circumstances -> circumstances.run(program, input, EmulatedEngine.BPF))
        .anyMatch(other -> other.isEmpty() || !other.get().differences(usual).isEmpty());
  }

  private void compareImages(
      ProgramInfo info, RewrittenProgram mine, KernelImages kernelImages, String command) {
    List<Integer> depths =
        mine.functions().stream().map(RewrittenProgram.Function::stackDepth).toList();
    if (kernelImages.compare(info, depths) instanceof ImageComparison.Compared compared) {
      counts.images++;
      counts.imageBytes += compared.bytes();
      if (!compared.differences().isEmpty()) {
        counts.differentImages++;
        counts.fail(command + ": image: " + compared.differences().getFirst().text());
      }
    }
  }

  /**
   * Slot by slot, but for what names helpers, maps and functions: only a loaded program has that.
   */
  private void compareRewriting(
      BpfProgram program, RewrittenProgram mine, ProgramInfo info, String command) {
    List<RawInsn> slots = new ArrayList<>();
    for (RewrittenProgram.Function function : mine.functions()) {
      slots.addAll(function.insns());
    }
    if (masked(slots).equals(masked(RawInsn.parse(info.xlated())))) {
      counts.sameRewriting++;
    } else if (!isRewrittenOtherwise(program)) {
      counts.differentRewriting++;
      counts.fail(command + ": rewritten otherwise than by the kernel");
    }
  }

  private static List<RawInsn> masked(List<RawInsn> slots) {
    List<RawInsn> masked = new ArrayList<>();
    boolean second = false;
    for (RawInsn slot : slots) {
      Optional<BpfOpcode> opcode = second ? Optional.empty() : BpfOpcode.of(slot);
      boolean map = opcode.filter(MAP_LOADS::contains).isPresent();
      boolean call = opcode.filter(CALLS::contains).isPresent();
      masked.add(
          call ? slot.withImm(0).withOff((short) 0) : map || second ? slot.withImm(0) : slot);
      second = map;
    }
    return masked;
  }

  /**
   * Whether the kernel puts a helper's code into the program, which is not done here, or may leave
   * out the clearing of R0's upper half behind a 32-bit compare-and-exchange, which is always done.
   */
  private static boolean isRewrittenOtherwise(BpfProgram program) {
    for (RawInsn slot : program.insns()) {
      Optional<BpfOpcode> opcode = BpfOpcode.of(slot);
      if (opcode.filter(BpfOpcode.CALL_HELPER::equals).isPresent() && INLINED.contains(slot.imm())
          || opcode.filter(row -> row.operation() == AtomicOp.CMPXCHG).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
