package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/**
 * {@code BPF_MAP_TYPE_CGROUP_ARRAY}. The emulated kernel has no control groups, so that all slots
 * stay empty.
 */
final class CgroupArray extends FdArray {
  private CgroupArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0
        ? noMemory(def)
        : new MapCreation.Created(new CgroupArray(def, site, address));
  }

  @Override
  long accepts(MapObject object) {
    return Errno.EBADF.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return refused(Errno.ENOTSUPP);
  }

  @Override
  MapAnswer userReads(MapObject object) {
    return refused(Errno.ENOTSUPP);
  }
}
