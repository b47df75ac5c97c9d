package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;

/** How many bytes user space hands over for a value. */
final class UserValues {
  private UserValues() {}

  static boolean isPerCpu(MapType type) {
    return type == MapType.PERCPU_ARRAY
        || type == MapType.PERCPU_HASH
        || type == MapType.LRU_PERCPU_HASH;
  }

  /** Bytes of a value as user space hands it over. */
  static int userBytes(MapDef def, int cpus) {
    return isPerCpu(def.type()) ? stride(def) * cpus : def.valueSize();
  }

  private static int stride(MapDef def) {
    return (def.valueSize() + 7) & ~7;
  }
}
