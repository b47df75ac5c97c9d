package dev.hugetext.loader.samples;

import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import java.util.Optional;

/** A sample in a kernel of its own, run by one of our engines. */
final class EmulatedSampleMachine implements SampleMachine {
  private final EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
  private final EmulatedEngine engine;
  private final LoadedProgram program;

  EmulatedSampleMachine(OpenSample sample, EmulatedEngine engine) {
    this.engine = engine;
    var options = VerifierOptions.DEFAULT.withLogLevel(1).withCpus(KernelSetup.DEFAULT.cpus());
    var loader = new Loader(kernel, options, JitOptions.MEASURED_KERNEL);
    LoadOutcome outcome = loader.load(sample.main());
    if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _))) {
      throw new AssertionError(outcome);
    }
    program = loaded;
    loader
        .fillSlots(sample.programs(), sample.main().maps())
        .ifPresent(failure -> {
          throw new AssertionError(failure);
        });
  }

  private BpfMap map(String name) {
    return program.maps().stream()
        .filter(map -> map.def().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void update(String map, byte[] key, byte[] value) {
    long refused = map(map).syscalls().update(key, value, 0);
    if (refused != 0) {
      throw new AssertionError("update of %s: %d".formatted(map, refused));
    }
  }

  @Override
  public byte[] lookup(String map, byte[] key) {
    return map(map).syscalls().lookup(key, 0).orEmpty();
  }

  @Override
  public Result run(byte[] packet) {
    return run(TestInput.ofPacket(packet));
  }

  @Override
  public Result runOn(byte[] context) {
    return run(new TestInput(new byte[0], Optional.of(context), false));
  }

  @Override
  public TestRunOutcome test(TestInput input) {
    return new TestRunner(kernel).run(program, input, 1, engine, 0);
  }

  @Override
  public List<MapContents> contents() {
    return program.maps().stream().map(MapContents::of).toList();
  }

  private Result run(TestInput input) {
    return switch (test(input)) {
      case TestRunOutcome.Done done -> new Result(done.retval(), done.dataOut());
      case TestRunOutcome other -> throw new AssertionError(other);
    };
  }

  @Override
  public void close() {
    kernel.close();
  }
}
