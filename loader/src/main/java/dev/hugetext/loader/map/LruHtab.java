package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/** {@code BPF_MAP_TYPE_LRU_HASH}: a full table evicts elements that were not used lately. */
final class LruHtab extends LruTable {
  private final ValueLayout layout;

  private LruHtab(MapDef def, MapSite site, Memory parts, ElementShape shape) {
    super(def, site, parts, shape);
    layout = new ValueLayout(def);
  }

  static MapCreation create(MapDef def, MapSite site) {
    ElementShape shape = ElementShape.withValues(def);
    Memory parts = Memory.allocate(def, site.heap(), shape);
    return parts == null
        ? BpfHtab.noMemory(def, site, 0, shape.bytes())
        : new MapCreation.Created(new LruHtab(def, site, parts, shape));
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    // taken before looking the key up, as in Linux: this may evict the very key
    LruNode fresh = pool().take(cpu);
    if (fresh == null) {
      return Errno.ENOMEM.negative();
    }
    ElementSlot old = index().find(key);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused != 0) {
      pool().give(fresh);
      return refused;
    }
    layout.initialise(memory(), valueOf(fresh), value);
    if (old != null) {
      index().remove(old);
    }
    add(fresh, key);
    if (old != null) {
      pool().reference(fresh);
      pool().give((LruNode) old);
    }
    return 0;
  }

  @Override
  long programValue(ElementSlot slot, int cpu) {
    return valueOf(slot);
  }

  @Override
  MapAnswer userValue(ElementSlot slot) {
    return new MapAnswer.Bytes(layout.load(memory(), valueOf(slot)));
  }
}
