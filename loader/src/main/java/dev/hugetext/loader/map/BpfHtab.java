package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_HASH}.
 *
 * <p>An update of a present key takes another element and retires the old one, as in Linux, so a
 * pointer obtained before still sees the old value; a retired or deleted element is the next one
 * that is handed out. Only an update under the value's lock changes it in place.
 */
public final class BpfHtab extends Htab {
  private final ElementPool pool;
  private final ValueLayout layout;

  private BpfHtab(MapDef def, MapSite site, long address, ElementPool pool) {
    super(def, site, address, ElementShape.withValues(def), entries(def));
    this.pool = pool;
    layout = new ValueLayout(def);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    long bytes = ElementShape.withValues(def).bytes();
    ElementPool pool = address == 0 ? null : pool(def, site.heap(), bytes, true);
    if (pool == null) {
      return noMemory(def, site, address, bytes);
    }
    return new MapCreation.Created(new BpfHtab(def, site, address, pool));
  }

  /** The pool that the flags ask for; null where memory does not suffice. */
  static @Nullable ElementPool pool(
      MapDef def, KernelHeap heap, long elementBytes, boolean replaces) {
    long entries = entries(def);
    return MapFlag.NO_PREALLOC.in(def)
        ? new OnDemandPool(heap, elementBytes, entries)
        : PreallocatedPool.create(heap, elementBytes, entries, replaces);
  }

  static MapCreation noMemory(MapDef def, MapSite site, long address, long elementBytes) {
    if (address != 0) {
      site.heap().free(address);
    }
    return new MapCreation.Refused(
        Errno.ENOMEM,
        "%s elements of %d bytes do not fit in memory"
            .formatted(Integer.toUnsignedString(def.maxEntries()), elementBytes));
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    boolean locked = (flags & UpdateFlags.LOCK) != 0;
    if (UpdateFlags.unknown(flags) || (locked && !layout.hasLock())) {
      return Errno.EINVAL.negative();
    }
    ElementSlot old = index().find(key);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused != 0) {
      return refused;
    }
    if (old != null && locked) {
      layout.store(memory(), valueOf(old), value);
      return 0;
    }
    if (old == null && pool.full()) {
      return Errno.E2BIG.negative();
    }
    ElementSlot slot = old == null ? pool.take(cpu) : pool.replace(old, cpu);
    if (slot == null) {
      return Errno.ENOMEM.negative();
    }
    if (old != null) {
      index().remove(old);
    }
    layout.initialise(memory(), valueOf(slot), value);
    add(slot, key);
    return 0;
  }

  @Override
  void retire(ElementSlot slot, int cpu) {
    pool.give(slot, cpu);
  }

  @Override
  long programValue(ElementSlot slot, int cpu) {
    return valueOf(slot);
  }

  @Override
  MapAnswer userValue(ElementSlot slot) {
    return new MapAnswer.Bytes(layout.load(memory(), valueOf(slot)));
  }

  @Override
  public void free() {
    pool.free();
    heap().free(address());
  }
}
