package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapAnswer;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiled programs on the emulated machine. */
final class EmulatedDoor implements ProgramDoor {
  private static final byte[] FIRST = new byte[Integer.BYTES];

  private final MapPrograms programs;
  private final TestRunner runner;
  private final TestInput packet;
  private final Map<Operations.Kind, LoadedProgram> loaded = new EnumMap<>(Operations.Kind.class);
  private final BpfMap map;
  private final BpfMap parameters;

  /**
   * Makes the maps and loads the programs.
   *
   * @param packet that programs are run on
   * @throws IllegalStateException if that is refused
   */
  EmulatedDoor(EmulatedKernel kernel, MapPrograms programs, byte[] packet) {
    this.programs = programs;
    this.packet = new TestInput(packet, Optional.empty(), false);
    runner = new TestRunner(kernel);
    var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
    for (Map.Entry<Operations.Kind, BpfProgram> program : programs.all().entrySet()) {
      if (!(loader.load(program.getValue()) instanceof LoadOutcome.Loaded(LoadedProgram made, _))) {
        throw new IllegalStateException("the program for " + program.getKey() + " is refused");
      }
      loaded.put(program.getKey(), made);
    }
    List<BpfMap> maps = loaded.values().iterator().next().maps();
    map = maps.get(0);
    parameters = maps.get(1);
  }

  /** The map that programs see. */
  BpfMap map() {
    return map;
  }

  @Override
  public boolean knows(Operations.Kind kind) {
    return loaded.containsKey(kind);
  }

  @Override
  public Reply apply(Operations.Operation operation, int cpu) {
    parameters.syscalls().update(FIRST, programs.told(operation), 0);
    LoadedProgram program = loaded.get(operation.kind());
    if (program == null) {
      throw new IllegalArgumentException("no program for " + operation.kind());
    }
    TestRunOutcome outcome = runner.run(program, packet, 1, EmulatedEngine.X86, cpu);
    if (outcome instanceof TestRunOutcome.Done
        && parameters.syscalls().lookup(FIRST, 0) instanceof MapAnswer.Bytes(byte[] bytes)) {
      return programs.answer(bytes);
    }
    throw new IllegalStateException("the program for %s: %s".formatted(operation, outcome));
  }
}
