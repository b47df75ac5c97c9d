package dev.hugetext.selftests.maps;

import dev.hugetext.loader.kernel.CpuBinding;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.TestRunSpec;
import dev.hugetext.loader.run.RunningKernelSpace;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Programs in the running Linux. */
final class KernelDoor implements ProgramDoor, AutoCloseable {
  private static final byte[] FIRST = new byte[Integer.BYTES];

  private final MapPrograms programs;
  private final RunningKernelSpace space = new RunningKernelSpace();
  private final Map<Operations.Kind, KernelProgram> loaded = new EnumMap<>(Operations.Kind.class);
  private final TestRunSpec run;
  private final KernelMap map;
  private final KernelMap parameters;

  /**
   * Makes the maps and loads the programs.
   *
   * @param packet that programs are run on
   * @throws IllegalStateException if that is refused
   */
  KernelDoor(MapPrograms programs, byte[] packet) {
    this.programs = programs;
    run = TestRunSpec.ofData(packet);
    List<KernelMap> maps = space.maps(programs.maps()).orThrow();
    map = maps.get(0);
    parameters = maps.get(1);
    programs.all().forEach((kind, program) -> loaded.put(kind, space.load(program, 1).orThrow()));
  }

  /** The map that programs see. */
  KernelMap map() {
    return map;
  }

  @Override
  public boolean knows(Operations.Kind kind) {
    return loaded.containsKey(kind);
  }

  @Override
  public Reply apply(Operations.Operation operation, int cpu) {
    parameters.update(FIRST, programs.told(operation), 0).orThrow();
    KernelProgram program = loaded.get(operation.kind());
    if (program == null) {
      throw new IllegalArgumentException("no program for " + operation.kind());
    }
    if (cpu == 0) {
      program.testRun(run).orThrow(); // where this thread is bound to already
    } else {
      try (CpuBinding _ = CpuBinding.to(cpu)) {
        program.testRun(run).orThrow();
      }
    }
    return programs.answer(parameters.lookup(FIRST, new byte[parameters.valueSize()], 0).orThrow());
  }

  @Override
  public void close() {
    loaded.values().forEach(KernelProgram::close);
    space.close();
  }
}
