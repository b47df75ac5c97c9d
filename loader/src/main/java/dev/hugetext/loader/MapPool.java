package dev.hugetext.loader;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.Pinning;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.PinnedMaps;
import dev.hugetext.loader.run.EmulatedKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The maps that one loader has made, so that programs share them. */
final class MapPool {
  private final EmulatedKernel kernel;
  private final Map<MapDef, MapCreation> made = new LinkedHashMap<>();

  MapPool(EmulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** The map of this definition; nameless ones are never shared. */
  MapCreation get(MapDef def) {
    return def.name().isEmpty() ? kernel.createMap(def) : made.computeIfAbsent(def, this::create);
  }

  /** A new map, or the one that is kept under its name. */
  private MapCreation create(MapDef def) {
    if (def.pinning() == Pinning.NONE) {
      return kernel.createMap(def);
    }
    Optional<BpfMap> kept = kernel.pinnedMaps().named(def.name());
    if (kept.isPresent()) {
      return PinnedMaps.isCompatible(def, kept.get().def())
          ? new MapCreation.Created(kept.get())
          : new MapCreation.Refused(
              Errno.EINVAL,
              "the map pinned at '%s' has other parameters".formatted(PinnedMaps.path(def.name())));
    }
    MapCreation creation = kernel.createMap(def);
    if (creation instanceof MapCreation.Created(BpfMap map)) {
      kernel.pinnedMaps().keep(map);
    }
    return creation;
  }

  /** All maps made so far, in the order in which they were asked for. */
  List<BpfMap> all() {
    List<BpfMap> maps = new ArrayList<>();
    for (MapCreation creation : made.values()) {
      if (creation instanceof MapCreation.Created(BpfMap map)) {
        maps.add(map);
      }
    }
    return maps;
  }

  /** The maps made so far that have a name and are to hold others or programs from the start. */
  List<BpfMap> withSlots() {
    return all().stream().filter(map -> !map.def().slots().isEmpty()).toList();
  }
}
