package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.Outcome;

/** Makes maps of the running Linux from the definitions that are used here. */
final class KernelMaps {
  private KernelMaps() {}

  /** The map, or why Linux refuses it; one that holds maps takes those of {@code def.inner()}. */
  static Outcome<KernelMap> create(MapDef def) {
    MapDef inner = def.inner();
    if (inner == null) {
      return create(def, 0);
    }
    return create(inner, 0)
        .then(template -> {
          try (template) {
            return create(def, template.fd());
          }
        });
  }

  private static Outcome<KernelMap> create(MapDef def, int innerFd) {
    MapSpec spec = MapSpec.of(def).withInner(innerFd);
    if (!def.types().known()) {
      return Bpf.createMap(spec);
    }
    return Bpf.loadBtf(LockBtf.of(def.valueSize()))
        .then(btf -> {
          try (KernelBtf open = btf) {
            var ids = new MapSpec.TypeIds(open.fd(), LockBtf.KEY, LockBtf.VALUE);
            return Bpf.createMap(spec.withTypes(ids));
          }
        });
  }
}
