package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/** {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}. */
final class ArrayOfMaps extends FdArray {
  private final InnerShape inner;

  private ArrayOfMaps(MapDef def, MapSite site, long address, InnerShape inner) {
    super(def, site, address);
    this.inner = inner;
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0
        ? noMemory(def)
        : new MapCreation.Created(new ArrayOfMaps(def, site, address, InnerShape.of(def)));
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    MapObject map = at(index(key));
    return map == null ? 0 : map.address();
  }

  @Override
  long accepts(MapObject object) {
    return inner.accepts(object) ? 0 : Errno.EINVAL.negative();
  }

  @Override
  MapAnswer userReads(MapObject object) {
    return idOf(object);
  }
}
