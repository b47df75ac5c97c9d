package dev.hugetext.loader;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.run.EmulatedKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The maps that one loader has made, so that programs share them. */
final class MapPool {
  private final EmulatedKernel kernel;
  private final Map<MapDef, MapCreation> made = new LinkedHashMap<>();

  MapPool(EmulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** The map of this definition; nameless ones are never shared. */
  MapCreation get(MapDef def) {
    return def.name().isEmpty()
        ? kernel.createMap(def)
        : made.computeIfAbsent(def, kernel::createMap);
  }

  /** The maps made so far that have a name and are to hold others or programs from the start. */
  List<BpfMap> withSlots() {
    List<BpfMap> maps = new ArrayList<>();
    for (MapCreation creation : made.values()) {
      if (creation instanceof MapCreation.Created(BpfMap map) && !map.def().slots().isEmpty()) {
        maps.add(map);
      }
    }
    return maps;
  }
}
