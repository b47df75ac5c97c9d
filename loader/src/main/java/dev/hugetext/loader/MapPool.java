package dev.hugetext.loader;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.run.EmulatedKernel;
import java.util.HashMap;
import java.util.Map;

/** The maps that one loader has made, so that programs share them. */
final class MapPool {
  private final EmulatedKernel kernel;
  private final Map<MapDef, MapCreation> made = new HashMap<>();

  MapPool(EmulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** The map of this definition; nameless ones are never shared. */
  MapCreation get(MapDef def) {
    return def.name().isEmpty()
        ? kernel.createMap(def)
        : made.computeIfAbsent(def, kernel::createMap);
  }
}
