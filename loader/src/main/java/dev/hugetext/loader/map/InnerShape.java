package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;

/**
 * What the maps in a map of maps must agree in: type, sizes, flags and managed fields; array maps
 * also in their length, unless made with {@code BPF_F_INNER_MAP}.
 */
record InnerShape(MapDef template) {
  /** Of a map of maps. */
  static InnerShape of(MapDef outer) {
    MapDef inner = outer.inner();
    if (inner == null) {
      throw new IllegalArgumentException("a map of maps without a definition of those");
    }
    return new InnerShape(inner);
  }

  boolean accepts(MapObject object) {
    return object instanceof BpfMap map && accepts(map.def());
  }

  private boolean accepts(MapDef def) {
    boolean alike =
        def.type() == template.type()
            && def.keySize() == template.keySize()
            && def.valueSize() == template.valueSize()
            && def.flags() == template.flags()
            && def.fields().equals(template.fields());
    boolean lengthMatters = def.type() == MapType.ARRAY && !MapFlag.INNER_MAP.in(template);
    return alike && (!lengthMatters || def.maxEntries() == template.maxEntries());
  }
}
