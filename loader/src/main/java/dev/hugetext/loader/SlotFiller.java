package dev.hugetext.loader;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.MapObject;
import dev.hugetext.loader.run.LoadedProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts programs and maps of an object into the maps that are to hold them from the start. */
final class SlotFiller {
  private final Loader loader;
  private final MapPool maps;
  private final List<BpfProgram> programs;
  private final List<MapDef> defs;
  private final Set<BpfMap> filled = new HashSet<>();
  private final Map<String, LoadedProgram> loaded = new HashMap<>();
  private @Nullable LoadOutcome failure;

  SlotFiller(Loader loader, MapPool maps, List<BpfProgram> programs, List<MapDef> defs) {
    this.loader = loader;
    this.maps = maps;
    this.programs = programs;
    this.defs = defs;
  }

  /** Fills all, also those maps that come into being meanwhile. */
  Optional<LoadOutcome> fill() {
    for (List<BpfMap> left = left(); !left.isEmpty() && failure == null; left = left()) {
      left.forEach(this::fill);
    }
    return Optional.ofNullable(failure);
  }

  private List<BpfMap> left() {
    return maps.withSlots().stream().filter(map -> !filled.contains(map)).toList();
  }

  private void fill(BpfMap map) {
    filled.add(map);
    for (var slot : new TreeMap<>(map.def().slots()).entrySet()) {
      Optional<? extends MapObject> object =
          map.def().type() == MapType.PROG_ARRAY ? program(slot.getValue()) : map(slot.getValue());
      if (failure != null) {
        return;
      }
      long refused =
          object.isPresent()
              ? map.syscalls().put(key(map, slot.getKey()), object.get(), 0)
              : Errno.ENOENT.negative();
      if (refused != 0) {
        failure =
            new LoadOutcome.MapRefused(
                map.def(),
                Errno.of((int) -refused).orElse(Errno.EINVAL),
                "slot %d cannot hold '%s'".formatted(slot.getKey(), slot.getValue()));
        return;
      }
    }
  }

  /** The index as a key; longer keys end in zeros. */
  private static byte[] key(BpfMap map, int index) {
    byte[] number =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(index).array();
    return Arrays.copyOf(number, map.def().keySize());
  }

  private Optional<LoadedProgram> program(String name) {
    LoadedProgram known = loaded.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    for (BpfProgram program : programs) {
      if (program.name().equals(name)) {
        LoadOutcome outcome = loader.load(program);
        if (outcome instanceof LoadOutcome.Loaded(LoadedProgram fresh, _)) {
          loaded.put(name, fresh);
          return Optional.of(fresh);
        }
        failure = outcome;
      }
    }
    return Optional.empty();
  }

  private Optional<BpfMap> map(String name) {
    for (MapDef def : defs) {
      if (def.name().equals(name)) {
        switch (maps.get(def)) {
          case MapCreation.Created(BpfMap map) -> {
            return Optional.of(map);
          }
          case MapCreation.Refused(var errno, var reason) ->
              failure = new LoadOutcome.MapRefused(def, errno, reason);
        }
      }
    }
    return Optional.empty();
  }
}
