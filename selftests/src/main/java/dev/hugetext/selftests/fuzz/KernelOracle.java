package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.run.RunningKernelSpace;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The running kernel's opinion of programs over one list of maps, which exist until it is closed.
 */
public final class KernelOracle implements AutoCloseable {
  private final List<MapDef> definitions;
  private final byte[] types;

  /** One for each type of program, since a program array is for programs of one type. */
  private final Map<ProgramType, RunningKernelSpace> spaces = new EnumMap<>(ProgramType.class);

  /** What the kernel said. */
  public sealed interface Opinion {
    /**
     * It accepted.
     *
     * @param xlated the instructions after its rewriting
     * @param processed how many instructions it processed
     */
    record Accepted(List<RawInsn> xlated, int processed, String log) implements Opinion {}

    /** It refused. */
    record Refused(int errno, String log) implements Opinion {}
  }

  /** Over these maps, for programs without types. */
  public KernelOracle(List<MapDef> definitions) {
    this(definitions, new byte[0]);
  }

  /**
   * @param types BTF that the types of functions are from, and those of maps' values as structs
   *     with the maps' names; empty for none
   */
  public KernelOracle(List<MapDef> definitions, byte[] types) {
    this.definitions = List.copyOf(definitions);
    this.types = types.clone();
  }

  private RunningKernelSpace newSpace() {
    var space = RunningKernelSpace.withTypes(types);
    space.maps(definitions).orThrow();
    return space;
  }

  /** Loads the program, and asks for its instructions if that was allowed. */
  public Opinion ask(BpfProgram program, int logLevel) {
    var space = spaces.computeIfAbsent(program.type(), type -> newSpace());
    return switch (space.load(program.withMaps(definitions), logLevel)) {
      case Outcome.Refused<KernelProgram> refused ->
          new Opinion.Refused(refused.errno(), refused.log());
      case Outcome.Done<KernelProgram>(KernelProgram loaded) -> {
        try (loaded) {
          ProgramInfo info = loaded.info().orThrow();
          yield new Opinion.Accepted(
              RawInsn.parse(info.xlated()), info.verifiedInsns(), loaded.log());
        }
      }
    };
  }

  @Override
  public void close() {
    spaces.values().forEach(RunningKernelSpace::close);
  }
}
