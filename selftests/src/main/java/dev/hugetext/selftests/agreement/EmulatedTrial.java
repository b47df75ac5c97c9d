package dev.hugetext.selftests.agreement;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.Locale;
import java.util.Optional;

/** Runs a program on one of our engines, in a kernel of its own. */
final class EmulatedTrial {
  private EmulatedTrial() {}

  /**
   * The result of an accepted program; empty if it calls a helper that has no body here.
   *
   * @throws IllegalStateException if it does not load for another reason
   */
  static Optional<EngineResult> run(BpfProgram program, TestInput input, EmulatedEngine engine) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var options = VerifierOptions.DEFAULT.withCpus(KernelSetup.DEFAULT.cpus());
      var outcome = new Loader(kernel, options, JitOptions.MEASURED_KERNEL).load(program);
      if (outcome instanceof LoadOutcome.Unsupported) {
        return Optional.empty();
      }
      if (!(outcome instanceof LoadOutcome.Loaded(var loaded, _))) {
        throw new IllegalStateException("does not load: " + outcome);
      }
      TestRunOutcome result = new TestRunner(kernel).run(loaded, input, 1, engine, 0);
      return Optional.of(
          new EngineResult(
              engine.name().toLowerCase(Locale.ROOT),
              result,
              loaded.maps().stream().map(MapContents::of).toList()));
    }
  }
}
