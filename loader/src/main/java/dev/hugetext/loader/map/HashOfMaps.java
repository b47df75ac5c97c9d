package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code BPF_MAP_TYPE_HASH_OF_MAPS}: an element holds the address of a map, and an update of a
 * present key exchanges it in place.
 */
final class HashOfMaps extends Htab implements ObjectHolder {
  private final ElementPool pool;
  private final InnerShape inner;
  private final Map<Long, BpfMap> maps = new HashMap<>();

  private HashOfMaps(MapDef def, MapSite site, long address, ElementPool pool) {
    super(def, site, address, ElementShape.withPointers(def), entries(def));
    this.pool = pool;
    inner = InnerShape.of(def);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    long bytes = ElementShape.withPointers(def).bytes();
    ElementPool pool = address == 0 ? null : BpfHtab.pool(def, site.heap(), bytes, false);
    return pool == null
        ? BpfHtab.noMemory(def, site, address, bytes)
        : new MapCreation.Created(new HashOfMaps(def, site, address, pool));
  }

  @Override
  public long put(byte[] key, MapObject object, long flags) {
    if (!(object instanceof BpfMap map) || !inner.accepts(map)) {
      return Errno.EINVAL.negative();
    }
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    ElementSlot old = index().find(key);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused != 0) {
      return refused;
    }
    maps.put(map.address(), map);
    if (old != null) {
      memory().putLong(valueOf(old), map.address());
      return 0;
    }
    if (pool.full()) {
      return Errno.E2BIG.negative();
    }
    ElementSlot slot = pool.take(UserCpu.NUMBER);
    if (slot == null) {
      return Errno.ENOMEM.negative();
    }
    memory().putLong(valueOf(slot), map.address());
    add(slot, key);
    return 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  void retire(ElementSlot slot, int cpu) {
    pool.give(slot, cpu);
  }

  @Override
  long programValue(ElementSlot slot, int cpu) {
    return memory().getLong(valueOf(slot));
  }

  @Override
  MapAnswer userValue(ElementSlot slot) {
    BpfMap map = maps.get(programValue(slot, UserCpu.NUMBER));
    return map == null ? refused(Errno.ENOENT) : FdArray.idOf(map);
  }

  @Override
  MapAnswer userTake(byte[] key) {
    return refused(Errno.ENOTSUPP);
  }

  /** A number is no descriptor here: maps come by {@link #put}. */
  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return Errno.EBADF.negative();
  }

  @Override
  public void free() {
    pool.free();
    heap().free(address());
  }
}
