package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.ObjectName;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Maps and programs in the running Linux, which live until this is closed; nothing is attached or
 * pinned.
 *
 * <p>Maps with the same definition under the same name are one map in all programs that are loaded
 * here; nameless ones are never shared.
 */
public final class RunningKernelSpace implements AutoCloseable {
  private final Map<MapDef, KernelMap> named = new LinkedHashMap<>();
  private final List<KernelMap> nameless = new ArrayList<>();
  private final Map<String, KernelProgram> inSlots = new HashMap<>();
  private final Optional<KernelTypes> types;

  /** One for programs and maps without types. */
  public RunningKernelSpace() {
    this(Optional.empty());
  }

  private RunningKernelSpace(Optional<KernelTypes> types) {
    this.types = types;
  }

  /**
   * One with types.
   *
   * @param btf the types of functions, and those of maps' values as structs with the maps' names;
   *     empty for none
   * @throws IllegalStateException if the kernel refuses them
   */
  public static RunningKernelSpace withTypes(byte[] btf) {
    return new RunningKernelSpace(
        btf.length == 0 ? Optional.empty() : Optional.of(KernelTypes.load(btf)));
  }

  /** The maps of a list of definitions, made where they are not there yet. */
  public Outcome<List<KernelMap>> maps(List<MapDef> defs) {
    List<KernelMap> maps = new ArrayList<>();
    for (MapDef def : defs) {
      switch (map(def)) {
        case Outcome.Done<KernelMap>(KernelMap map) -> maps.add(map);
        case Outcome.Refused<KernelMap>(String call, int errno, String log) -> {
          return new Outcome.Refused<>(call, errno, log);
        }
      }
    }
    return new Outcome.Done<>(maps);
  }

  private Outcome<KernelMap> map(MapDef def) {
    KernelMap known = named.get(def);
    if (known != null) {
      return new Outcome.Done<>(known);
    }
    return create(def)
        .then(map -> {
          if (def.name().isEmpty()) {
            nameless.add(map);
          } else {
            named.put(def, map);
          }
          return initialise(map, def);
        });
  }

  private Outcome<KernelMap> create(MapDef def) {
    MapSpec plain = MapSpec.of(def);
    MapSpec spec = types.map(known -> known.describe(def, plain)).orElse(plain);
    MapDef inner = def.inner();
    if (inner == null) {
      return Bpf.createMap(spec);
    }
    return create(inner)
        .then(template -> {
          try (template) {
            return Bpf.createMap(spec.withInner(template.fd()));
          }
        });
  }

  private static Outcome<KernelMap> initialise(KernelMap map, MapDef def) {
    Outcome<Integer> done = new Outcome.Done<>(0);
    byte[] initial = def.initial();
    if (initial != null) {
      byte[] value = Arrays.copyOf(initial, def.valueSize());
      done = map.update(new byte[def.keySize()], value, 0);
    }
    if (def.frozen()) {
      done = done.then(_ -> map.freeze());
    }
    return done.then(_ -> new Outcome.Done<>(map));
  }

  /**
   * Loads a program over its maps.
   *
   * @param logLevel of the verifier, 0 for no log
   */
  public Outcome<KernelProgram> load(BpfProgram program, int logLevel) {
    return maps(program.maps()).then(maps -> load(program, maps, logLevel));
  }

  /** Loads a program over maps that are there; what names no map of the list names none. */
  Outcome<KernelProgram> load(BpfProgram program, List<KernelMap> maps, int logLevel) {
    var spec =
        ProgramSpec.of(program.type().number(), RawInsn.toBytes(withDescriptors(program, maps)))
            .withName(ObjectName.allowed(program.name()))
            .withLicense(program.license())
            .withFlags(program.flags())
            .withExpectedAttachType(program.attach() == null ? 0 : program.attach().number())
            .withLogLevel(logLevel);
    return Bpf.loadProgram(types.map(known -> known.describe(program, spec)).orElse(spec));
  }

  /** The slots with file descriptors in the place of map indices. */
  private static List<RawInsn> withDescriptors(BpfProgram program, List<KernelMap> maps) {
    List<RawInsn> slots = new ArrayList<>(program.insns());
    int step;
    for (int i = 0; i < slots.size(); i += step) {
      RawInsn slot = slots.get(i);
      Optional<BpfOpcode> opcode = BpfOpcode.of(slot);
      step = opcode.map(BpfOpcode::slots).orElse(1);
      boolean namesMap =
          opcode.isPresent()
              && (opcode.get() == BpfOpcode.LD_MAP || opcode.get() == BpfOpcode.LD_MAP_VALUE);
      if (namesMap) {
        boolean known = slot.imm() >= 0 && slot.imm() < maps.size();
        slots.set(i, slot.withImm(known ? maps.get(slot.imm()).fd() : -1));
      }
    }
    return slots;
  }

  /**
   * Stores what the maps made so far are to hold by name: other maps made so far, and programs,
   * which are loaded for that.
   *
   * @param programs those of the object that named them
   * @return the first failure, else 0
   */
  public Outcome<Integer> fillSlots(List<BpfProgram> programs) {
    Outcome<Integer> done = new Outcome.Done<>(0);
    for (var entry : List.copyOf(named.entrySet())) {
      MapDef def = entry.getKey();
      for (var slot : new TreeMap<>(def.slots()).entrySet()) {
        byte[] key = Arrays.copyOf(word(slot.getKey()), def.keySize());
        done =
            done.then(_ -> descriptor(def, slot.getValue(), programs))
                .then(fd -> entry.getValue().update(key, word(fd), 0));
      }
    }
    return done;
  }

  /** Of the program or map that a slot names. */
  private Outcome<Integer> descriptor(MapDef holder, String name, List<BpfProgram> programs) {
    if (holder.type() == MapType.PROG_ARRAY) {
      return inSlot(name, programs).then(program -> new Outcome.Done<>(program.fd()));
    }
    for (var entry : named.entrySet()) {
      if (entry.getKey().name().equals(name)) {
        return new Outcome.Done<>(entry.getValue().fd());
      }
    }
    throw new IllegalArgumentException("no map '%s' for a slot".formatted(name));
  }

  private Outcome<KernelProgram> inSlot(String name, List<BpfProgram> programs) {
    KernelProgram known = inSlots.get(name);
    if (known != null) {
      return new Outcome.Done<>(known);
    }
    for (BpfProgram program : programs) {
      if (program.name().equals(name)) {
        return load(program, 0)
            .then(loaded -> {
              inSlots.put(name, loaded);
              return new Outcome.Done<>(loaded);
            });
      }
    }
    throw new IllegalArgumentException("no program '%s' for a slot".formatted(name));
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  @Override
  public void close() {
    inSlots.values().forEach(KernelProgram::close);
    named.values().forEach(KernelMap::close);
    nameless.forEach(KernelMap::close);
    types.ifPresent(KernelTypes::close);
  }
}
