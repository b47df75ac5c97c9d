package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_DEVMAP_HASH}: network devices by any number. Its hash is the number itself,
 * so that the order of a walk is defined.
 */
final class DevMapHash extends BpfMap implements RedirectMap {
  private static final int HEADER_BYTES = 512;

  private final HashIndex index;
  private final List<Long> blocks = new ArrayList<>();
  private final ArrayDeque<ElementSlot> free = new ArrayDeque<>();

  private DevMapHash(MapDef def, MapSite site, long address) {
    super(def, site, address);
    index = new HashIndex(IndexedMap.entries(def), key -> (int) IndexedMap.index(key));
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, "no memory for the table")
        : new MapCreation.Created(new DevMapHash(def, site, address));
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    ElementSlot slot = index.find(key);
    return slot == null ? 0 : slot.address();
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0 || PlaceArray.number(value) == 0) {
      return Errno.EINVAL.negative();
    }
    ElementSlot old = index.find(key);
    if (old != null && (flags & UpdateFlags.NOEXIST) != 0) {
      return Errno.EEXIST.negative();
    }
    long refused = DevMap.check(value);
    if (refused != 0) {
      return refused;
    }
    if (old == null && index.size() >= IndexedMap.entries(def())) {
      return Errno.E2BIG.negative();
    }
    ElementSlot slot = allocate();
    if (slot == null) {
      return Errno.ENOMEM.negative();
    }
    if (old != null) {
      index.remove(old);
      free.addLast(old);
    }
    heap().memory().putInt(slot.address(), PlaceArray.number(value));
    index.add(slot, key);
    return 0;
  }

  private @Nullable ElementSlot allocate() {
    ElementSlot slot = free.pollFirst();
    if (slot != null) {
      return slot;
    }
    long address = heap().allocate(Long.BYTES);
    if (address == 0) {
      return null;
    }
    blocks.add(address);
    return new ElementSlot(address);
  }

  @Override
  public long delete(byte[] key, int cpu) {
    ElementSlot slot = index.find(key);
    if (slot == null) {
      return Errno.ENOENT.negative();
    }
    index.remove(slot);
    free.addLast(slot);
    return 0;
  }

  @Override
  public boolean hasTarget(long key) {
    return index.find(IndexedMap.key(key)) != null;
  }

  @Override
  public long redirectFlags() {
    return DevMap.FLAGS;
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long value = lookup(key, UserCpu.NUMBER);
    return value == 0 ? refused(Errno.ENOENT) : bytesAt(value, def().valueSize());
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    ElementSlot slot = key == null ? null : index.find(key);
    ElementSlot next = slot == null ? index.first() : index.after(slot);
    return next == null
        ? refused(Errno.ENOENT)
        : new MapAnswer.Bytes(HashIndex.keyOf(next).array().clone());
  }

  @Override
  public void free() {
    blocks.forEach(heap()::free);
    heap().free(address());
  }
}
