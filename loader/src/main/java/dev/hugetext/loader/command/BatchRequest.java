package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenOptions;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.loader.map.MapContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code batch}, read.
 *
 * @param op {@code run}, {@code verify} or {@code jit}
 * @param insns the instructions, or null where {@code object} says where they are
 * @param options the options that commands have too, as {@code --name value}
 */
record BatchRequest(
    Op op,
    @Nullable List<RawInsn> insns,
    @Nullable String object,
    @Nullable String prog,
    ProgramType type,
    @Nullable AttachType attachType,
    int progFlags,
    String license,
    List<BatchMap> maps,
    byte[] dataIn,
    Optional<byte[]> ctxIn,
    int repeat,
    int cpu,
    int logLevel,
    boolean dump,
    OptionalInt stackDepth,
    Optional<Boolean> tailCallReachable,
    List<String> options) {

  /** What is asked for. */
  enum Op {
    RUN,
    VERIFY,
    JIT
  }

  /** A map and what is in it before the run. */
  record BatchMap(MapDef def, List<Entry> init) {}

  /** One element. */
  record Entry(byte[] key, byte[] value) {
    /**
     * The value as bpf(2) takes it: a per-CPU map gets one value for every CPU, or the values of
     * all.
     *
     * @param map its index, for the message
     * @throws IllegalArgumentException if key or value have another size than the map's
     */
    byte[] checkedValue(int map, MapDef def, int userBytes) {
      boolean forAll = def.type().isPerCpu() && value.length == def.valueSize();
      if (key.length != def.keySize() || (value.length != userBytes && !forAll)) {
        throw new IllegalArgumentException(
            "map %d: an element has %d + %d bytes, not %d + %d"
                .formatted(map, key.length, value.length, def.keySize(), def.valueSize()));
      }
      if (value.length == userBytes) {
        return value;
      }
      byte[] values = new byte[userBytes];
      for (int at = 0; at < userBytes; at += MapContents.stride(def)) {
        System.arraycopy(value, 0, values, at, value.length);
      }
      return values;
    }
  }

  /**
   * The program, from the line itself or from an object.
   *
   * @throws IOException if the object cannot be used
   * @throws IllegalArgumentException if the line names no program, or one that is not there
   */
  BpfProgram program() throws IOException {
    if (insns != null) {
      return new BpfProgram(
          "batch",
          type,
          attachType,
          progFlags,
          license,
          insns,
          maps.stream().map(BatchMap::def).toList(),
          List.of(new FuncInfo("batch", 0)),
          List.of());
    }
    if (object == null) {
      throw new IllegalArgumentException("neither insns nor object");
    }
    var opened =
        ObjectOpener.open(
            Path.of(object), OpenOptions.DEFAULT.withKernel(RunningKernel.withItsTypes()));
    if (prog == null) {
      return opened.programs().stream()
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(object + ": no program to load"));
    }
    return opened
        .program(prog)
        .orElseThrow(() -> new IllegalArgumentException(object + ": no program '" + prog + "'"));
  }
}
