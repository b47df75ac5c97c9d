package dev.hugetext.loader.samples;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A sample in the running kernel. */
final class KernelSampleMachine implements SampleMachine {
  private final BpfProgram source;
  private final RunningKernelProgram program;

  KernelSampleMachine(OpenSample sample) {
    source = sample.main();
    program = RunningKernelProgram.load(source, sample.programs(), 1).orThrow();
  }

  private int index(String map) {
    List<String> names = source.maps().stream().map(def -> def.name()).toList();
    return names.indexOf(map);
  }

  @Override
  public void update(String map, byte[] key, byte[] value) {
    program.put(index(map), key, value);
  }

  @Override
  public byte[] lookup(String map, byte[] key) {
    return program.maps().get(index(map)).elements().stream()
        .filter(element -> Arrays.equals(element.key(), key))
        .map(MapContents.Element::value)
        .findFirst()
        .orElseThrow();
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
    return program.run(input, 1);
  }

  @Override
  public List<MapContents> contents() {
    return program.maps();
  }

  private Result run(TestInput input) {
    return switch (test(input)) {
      case TestRunOutcome.Done done -> new Result(done.retval(), done.dataOut());
      case TestRunOutcome other -> throw new AssertionError(other);
    };
  }

  @Override
  public void close() {
    program.close();
  }
}
