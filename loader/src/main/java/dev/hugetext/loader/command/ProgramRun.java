package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.PlacedFunction;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TextPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one program from an object file, by any engine.
 *
 * @param file the object's name, for messages
 */
record ProgramRun(
    String file, ChosenProgram chosen, KernelSetup setup, JitOptions jitOptions, TestInput input) {

  private BpfProgram program() {
    return chosen.program();
  }

  RunOutcome by(RunEngine engine, int repeat) {
    return switch (engine) {
      case BPF -> emulated(TestRunner.EmulatedEngine.BPF, repeat);
      case X86 -> emulated(TestRunner.EmulatedEngine.X86, repeat);
      case KERNEL -> running(repeat);
    };
  }

  private RunOutcome emulated(TestRunner.EmulatedEngine engine, int repeat) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      var loader = new Loader(kernel, MachineFlags.verifierOptions(setup), jitOptions);
      LoadOutcome outcome = loader.load(program());
      if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _))) {
        return new RunOutcome.Failed(LoadFailure.of(file, outcome));
      }
      Optional<LoadOutcome> unfilled = loader.fillSlots(chosen.siblings(), program().maps());
      if (unfilled.isPresent()) {
        return new RunOutcome.Failed(LoadFailure.of(file, unfilled.get()));
      }
      MapRequest.fill(chosen.maps(), loaded.maps());
      loaded.maps().forEach(BpfMap::openReaders);
      return switch (new TestRunner(kernel).run(loaded, input, repeat, engine, 0)) {
        case TestRunOutcome.Done done ->
            new RunOutcome.Ran(
                new RunReport(
                    done,
                    engine == TestRunner.EmulatedEngine.X86 ? places(kernel, loaded) : Map.of(),
                    loaded.maps().stream().map(MapContents::of).toList(),
                    kernel.trace()));
        case TestRunOutcome.Refused refused -> refusal(refused);
        case TestRunOutcome.Faulted(String what) ->
            throw new IllegalStateException(
                "the accepted program '%s' of %s faulted: %s"
                    .formatted(program().name(), file, what));
      };
    }
  }

  private static Map<String, TextPlace> places(EmulatedKernel kernel, LoadedProgram program) {
    var places = new LinkedHashMap<String, TextPlace>();
    for (PlacedFunction function : program.functions()) {
      places.put(function.function().name(), TextPlace.of(kernel, function));
    }
    return places;
  }

  private RunOutcome running(int repeat) {
    if (!Bpf.available().yes()) {
      return new RunOutcome.Failed(
          RunFailure.unusable("engine kernel: not here: " + Bpf.available().reason()));
    }
    return switch (RunningKernelProgram.load(program(), chosen.siblings(), 1)) {
      case Outcome.Refused<RunningKernelProgram> refused ->
          new RunOutcome.Failed(
              new RunFailure(
                  ExitStatus.NO,
                  "%s: refused by the running kernel: %s".formatted(file, refused.message()),
                  refused.log()));
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram loaded) -> {
        try (loaded) {
          MapRequest.fill(chosen.maps(), loaded);
          loaded.openPerfEvents();
          yield switch (loaded.run(input, repeat)) {
            case TestRunOutcome.Done done ->
                new RunOutcome.Ran(new RunReport(done, Map.of(), loaded.maps(), List.of()));
            case TestRunOutcome.Refused refused -> refusal(refused);
            case TestRunOutcome.Faulted(String what) -> throw new IllegalStateException(what);
          };
        }
      }
    };
  }

  private static RunOutcome refusal(TestRunOutcome.Refused refused) {
    return new RunOutcome.Failed(
        RunFailure.unusable("test run: %s (%s)".formatted(refused.reason(), refused.errno())));
  }
}
