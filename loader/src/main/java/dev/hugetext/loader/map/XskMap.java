package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/**
 * {@code BPF_MAP_TYPE_XSKMAP}. The emulated kernel has no sockets, so that all places stay empty.
 */
final class XskMap extends PlaceArray {
  private XskMap(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0 ? noMemory(def) : new MapCreation.Created(new XskMap(def, site, address));
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    return index(key) >= entries() ? Errno.E2BIG.negative() : accepts(index(key), value);
  }

  @Override
  long accepts(long index, byte[] value) {
    return Errno.EBADF.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return refused(Errno.EOPNOTSUPP);
  }

  @Override
  public long redirectFlags() {
    return 0;
  }
}
