package dev.hugetext.selftests.agreement;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.selftests.fuzz.Mutator;
import dev.hugetext.selftests.fuzz.ProgramGenerator;
import dev.hugetext.selftests.fuzz.SingleSlots;
import dev.hugetext.selftests.fuzz.TailCallTargets;
import dev.hugetext.selftests.fuzz.VerdictRun;
import dev.hugetext.selftests.jit.ImageComparison;
import dev.hugetext.selftests.jit.KernelImages;
import dev.hugetext.selftests.jit.XlatedCode;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries programs one by one and counts what came of them. */
public final class AgreementTrial {
  private static final VerifierOptions OPTIONS =
      VerifierOptions.DEFAULT.withCpus(KernelSetup.DEFAULT.cpus());

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
    String command = command("--seed %d --programs 1 --mutants 0".formatted(seed));
    trial(ProgramGenerator.generate(seed), TrialInput.of(seed), command);
  }

  /**
   * A program around one random slot. Only verdicts and code are compared: what instructions
   * compute, the other programs show.
   */
  public void slot(long seed) {
    counts.slots++;
    String command = command("--seed %d --programs 0 --mutants 0 --slots 1".formatted(seed));
    trial(SingleSlots.program(seed), null, command);
  }

  /** A generated program with something in it changed. */
  public void mutant(long seed) {
    BpfProgram mutant = Mutator.mutate(ProgramGenerator.generate(seed), seed);
    if (VerdictRun.needsDescriptorArray(mutant)) {
      return;
    }
    counts.mutants++;
    String command = command("--seed %d --programs 0 --mutants 1".formatted(seed));
    trial(mutant, TrialInput.of(seed), command);
  }

  private String command(String repeat) {
    return "hugetext selftest jit " + (images == null ? "" : "--kernel ") + repeat;
  }

  /**
   * One program.
   *
   * @param input what it is run on, or null where it is only loaded
   */
  private void trial(BpfProgram program, @Nullable TestInput input, String command) {
    Verdict verdict = Verifier.verify(program, OPTIONS);
    if (images == null) {
      if (verdict instanceof Verdict.Accepted) {
        counts.bothAccept++;
        if (input != null) {
          compareEngines(program, input, null, command);
        }
      }
      return;
    }
    switch (RunningKernelProgram.load(program, 0)) {
      case Outcome.Refused<RunningKernelProgram> refused -> {
        if (verdict instanceof Verdict.Accepted) {
          counts.unsound++;
          counts.fail(
              Law.SOUND, "%s: accepted here, the kernel: %s".formatted(command, refused.message()));
        } else {
          counts.bothRefuse++;
        }
      }
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram theirs) -> {
        try (theirs) {
          switch (verdict) {
            case Verdict.Rejected mine -> {
              counts.tooStrict++;
              counts.fail(
                  Law.ACCEPTING,
                  "%s: refused here: %s".formatted(command, mine.rejection().message()));
            }
            case Verdict.Accepted mine -> {
              counts.bothAccept++;
              compareImages(theirs.info(), mine.program().rewritten(), images, command);
              compareRewriting(mine.program().rewritten(), theirs.info(), command);
              if (input != null) {
                compareWithKernel(program, input, theirs, command);
              }
            }
          }
        }
      }
    }
  }

  private void compareWithKernel(
      BpfProgram program, TestInput input, RunningKernelProgram theirs, String command) {
    theirs.fillSlots(TailCallTargets.of(program)).orThrow(); // changes its code
    var result = new EngineResult("kernel", theirs.run(input, 1), theirs.maps());
    compareEngines(program, input, result, command);
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
    if (dependsOn(EmulatedTrial.OTHERS, program, input, bpf.get())) {
      counts.indeterminate++;
      return;
    }
    List<String> differences = x86.get().differences(bpf.get());
    if (differences.isEmpty() && kernel != null) {
      differences = x86.get().differences(kernel);
    }
    if (differences.isEmpty()) {
      return;
    }
    if (dependsOn(EmulatedTrial.OTHER_STACKS, program, input, bpf.get())) {
      counts.indeterminate++;
    } else {
      counts.differentResults++;
      counts.fail(Law.SAME_RESULTS, command + ": " + String.join("; ", differences));
    }
  }

  /**
   * Whether the result shows an address, what the stack held before, a random number, the time or
   * the CPU: a privileged program may read them, but no two kernels give it the same.
   */
  private static boolean dependsOn(
      List<EmulatedTrial> others, BpfProgram program, TestInput input, EngineResult usual) {
    return others.stream()
        .map(circumstances -> circumstances.run(program, input, EmulatedEngine.BPF))
        .anyMatch(other -> other.isEmpty() || !other.get().differences(usual).isEmpty());
  }

  private void compareImages(
      ProgramInfo info, RewrittenProgram mine, KernelImages kernelImages, String command) {
    if (kernelImages.compare(info, mine) instanceof ImageComparison.Compared compared) {
      counts.images++;
      counts.imageBytes += compared.bytes();
      if (!compared.differences().isEmpty()) {
        counts.differentImages++;
        counts.fail(
            Law.SAME_IMAGES, command + ": image: " + compared.differences().getFirst().text());
      }
    }
  }

  /** Slot by slot, but for addresses. */
  private void compareRewriting(RewrittenProgram mine, ProgramInfo info, String command) {
    Optional<String> difference = XlatedCode.difference(mine, RawInsn.parse(info.xlated()));
    if (difference.isEmpty()) {
      counts.sameRewriting++;
    } else {
      counts.differentRewriting++;
      counts.fail(
          Law.SAME_REWRITING,
          command + ": rewritten otherwise than by the kernel: " + difference.get());
    }
  }
}
