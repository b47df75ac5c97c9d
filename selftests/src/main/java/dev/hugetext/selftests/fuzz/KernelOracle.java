package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.BtfSection;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's opinion of programs over one list of maps, which exist until it is closed.
 */
public final class KernelOracle implements AutoCloseable {
  private final List<KernelMap> maps = new ArrayList<>();
  private final @Nullable KernelBtf btf;

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
    btf = types.length == 0 ? null : Bpf.loadBtf(types).orThrow();
    Btf structs = read(types);
    for (MapDef map : definitions) {
      KernelMap made = create(map, structs);
      maps.add(made);
      byte[] initial = map.initial();
      if (initial != null) {
        made.update(new byte[map.keySize()], initial, 0).orThrow();
      }
      if (map.frozen()) {
        made.freeze().orThrow();
      }
    }
  }

  private static Btf read(byte[] types) {
    try {
      return types.length == 0 ? Btf.empty() : Btf.parse(types, "types");
    } catch (BtfException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private KernelMap create(MapDef map, Btf structs) {
    MapSpec spec =
        new MapSpec(
            map.type().number(),
            map.keySize(),
            map.valueSize(),
            map.maxEntries(),
            map.flags(),
            map.mapExtra(),
            map.name());
    if (btf != null && map.types().known()) {
      int key = structs.find(BtfKind.INT, "int").orElseThrow();
      int value = structs.find(BtfKind.STRUCT, map.name()).orElseThrow();
      spec = spec.withTypes(new MapSpec.TypeIds(btf.fd(), key, value));
    }
    MapDef inner = map.inner();
    if (inner == null) {
      return Bpf.createMap(spec).orThrow();
    }
    try (KernelMap template = create(inner, structs)) {
      return Bpf.createMap(spec.withInner(template.fd())).orThrow();
    }
  }

  /** Loads the program, and asks for its instructions if that was allowed. */
  public Opinion ask(BpfProgram program, int logLevel) {
    ProgramSpec spec =
        ProgramSpec.of(program.type().number(), RawInsn.toBytes(withDescriptors(program.insns())))
            .withLicense(program.license())
            .withFlags(program.flags())
            .withExpectedAttachType(attachNumber(program))
            .withLogLevel(logLevel);
    return load(withTypes(spec, program));
  }

  private ProgramSpec withTypes(ProgramSpec spec, BpfProgram program) {
    List<FuncInfo> typed = program.funcs().stream().filter(info -> info.type() != 0).toList();
    if (btf == null || typed.isEmpty()) {
      return spec;
    }
    ByteBuffer records =
        ByteBuffer.allocate(typed.size() * 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    typed.forEach(info -> records.putInt(info.start()).putInt(info.type()));
    return spec.withBtf(BtfSection.of(btf, records.array(), new byte[0]));
  }

  private static Opinion load(ProgramSpec spec) {
    return switch (Bpf.loadProgram(spec)) {
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

  private static int attachNumber(BpfProgram program) {
    AttachType attach = program.attach();
    return attach == null ? 0 : attach.number();
  }

  /** Map indexes become descriptors; what names no map of the list gets a bad descriptor. */
  private List<RawInsn> withDescriptors(List<RawInsn> insns) {
    List<RawInsn> out = new ArrayList<>(insns);
    for (int slot = 0; slot < out.size(); slot++) {
      RawInsn insn = out.get(slot);
      if (insn.opcode() == BpfOpcode.LD_IMM64.opcode()) {
        if (insn.src() == Imm64Kind.MAP.ordinal() || insn.src() == Imm64Kind.MAP_VALUE.ordinal()) {
          boolean known = insn.imm() >= 0 && insn.imm() < maps.size();
          out.set(slot, insn.withImm(known ? maps.get(insn.imm()).fd() : -1));
        }
        slot++;
      }
    }
    return out;
  }

  @Override
  public void close() {
    maps.forEach(KernelMap::close);
    if (btf != null) {
      btf.close();
    }
  }
}
