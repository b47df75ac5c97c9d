package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.ProgramSpec;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.MapObject;
import dev.hugetext.loader.map.MapProgram;
import dev.hugetext.loader.run.EmulatedKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * What the maps of a trial hold references to: two programs of one type and one of another, two
 * maps that are alike and one that is not. Each kind of map takes some of them.
 */
final class TrialObjects implements AutoCloseable {
  /** What the inner maps of a map of maps look like. */
  static final MapDef INNER = MapDef.of("", MapType.HASH, 4, 8, 4);

  private static final List<ProgramType> PROGRAMS =
      List.of(ProgramType.XDP, ProgramType.XDP, ProgramType.SOCKET_FILTER);
  private static final List<MapDef> MAPS =
      List.of(INNER, MapDef.of("", MapType.HASH, 4, 8, 9), MapDef.of("", MapType.HASH, 4, 16, 4));

  private final List<MapObject> emulated = new ArrayList<>();
  private final List<KernelSubject.Handle> handles = new ArrayList<>();
  private final List<KernelMap> maps = new ArrayList<>();
  private final List<KernelProgram> programs = new ArrayList<>();

  /** A program that is never run. */
  private record IdleProgram(int id, long address, ProgramType type) implements MapProgram {}

  private TrialObjects() {}

  /** None: for maps that hold bytes. */
  static TrialObjects none() {
    return new TrialObjects();
  }

  /** All of them, also of the running Linux if wanted. */
  static TrialObjects create(EmulatedKernel kernel, boolean running) {
    var objects = new TrialObjects();
    for (ProgramType type : PROGRAMS) {
      int id = 1000 + objects.emulated.size(); // programs and maps are numbered apart
      objects.emulated.add(new IdleProgram(id, 8, type));
      if (running) {
        objects.addProgram(type);
      }
    }
    for (MapDef def : MAPS) {
      objects.emulated.add(((MapCreation.Created) kernel.createMap(def)).map());
      if (running) {
        objects.addMap(def);
      }
    }
    return objects;
  }

  private void addProgram(ProgramType type) {
    var insns = List.of(BpfOpcode.MOV64_K.insn(0, 0, 0, 0), BpfOpcode.EXIT.insn(0, 0, 0, 0));
    var spec = ProgramSpec.of(type.number(), RawInsn.toBytes(insns));
    KernelProgram program = Bpf.loadProgram(spec).orThrow();
    programs.add(program);
    handles.add(new KernelSubject.Handle(program.fd(), program.info().orThrow().id()));
  }

  private void addMap(MapDef def) {
    KernelMap map = KernelMaps.create(def).orThrow();
    maps.add(map);
    handles.add(new KernelSubject.Handle(map.fd(), map.id()));
  }

  List<MapObject> emulated() {
    return emulated;
  }

  List<KernelSubject.Handle> handles() {
    return handles;
  }

  @Override
  public void close() {
    programs.forEach(KernelProgram::close);
    maps.forEach(KernelMap::close);
  }
}
