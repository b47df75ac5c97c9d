package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code BPF_MAP_TYPE_PERCPU_HASH}: an element holds a per-CPU pointer to its values, and an update
 * of a present key changes them in place.
 */
final class PerCpuHtab extends Htab {
  private final ElementPool pool;
  private final PerCpuValues values;
  private final Set<Long> pointers = new HashSet<>();

  private PerCpuHtab(MapDef def, MapSite site, long address, ElementPool pool) {
    super(def, site, address, ElementShape.withPointers(def), entries(def));
    this.pool = pool;
    values = new PerCpuValues(def, site.heap());
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    long bytes = ElementShape.withPointers(def).bytes();
    ElementPool pool = address == 0 ? null : BpfHtab.pool(def, site.heap(), bytes, false);
    if (pool == null) {
      return BpfHtab.noMemory(def, site, address, bytes);
    }
    var table = new PerCpuHtab(def, site, address, pool);
    if (pool instanceof PreallocatedPool preallocated && !table.allocateValues(preallocated)) {
      table.free();
      return BpfHtab.noMemory(def, site, 0, def.valueSize());
    }
    return new MapCreation.Created(table);
  }

  private boolean allocateValues(PreallocatedPool preallocated) {
    long bytes = ElementShape.withPointers(def()).bytes();
    for (long i = 0; i < entries(def()); i++) {
      if (!allocateValue(new ElementSlot(preallocated.block() + i * bytes))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Gives an element values if it has none from an earlier use; false where memory is exhausted.
   */
  private boolean allocateValue(ElementSlot slot) {
    if (memory().getLong(valueOf(slot)) != 0) {
      return true;
    }
    long pointer = values.allocate();
    if (pointer == 0) {
      return false;
    }
    pointers.add(pointer);
    memory().putLong(valueOf(slot), pointer);
    return true;
  }

  private long pointer(ElementSlot slot) {
    return memory().getLong(valueOf(slot));
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return update(key, value, flags, cpu, false);
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return update(key, value, flags, UserCpu.NUMBER, true);
  }

  private long update(byte[] key, byte[] value, long flags, int cpu, boolean allCpus) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    ElementSlot slot = index().find(key);
    long refused = UpdateFlags.check(flags, slot != null);
    if (refused != 0) {
      return refused;
    }
    if (slot != null) {
      if (allCpus) {
        values.storeAll(pointer(slot), value);
      } else {
        values.store(pointer(slot), cpu, value);
      }
      return 0;
    }
    if (pool.full()) {
      return Errno.E2BIG.negative();
    }
    ElementSlot fresh = pool.take(cpu);
    if (fresh == null || !allocateValue(fresh)) {
      if (fresh != null) {
        pool.give(fresh, cpu);
      }
      return Errno.ENOMEM.negative();
    }
    if (allCpus) {
      values.storeAll(pointer(fresh), value);
    } else {
      values.initialise(pointer(fresh), cpu, value);
    }
    add(fresh, key);
    return 0;
  }

  @Override
  void retire(ElementSlot slot, int cpu) {
    pool.give(slot, cpu);
  }

  @Override
  long programValue(ElementSlot slot, int cpu) {
    return values.address(pointer(slot), cpu);
  }

  @Override
  public long lookupPerCpu(byte[] key, int cpu) {
    ElementSlot slot = index().find(key);
    return slot == null ? 0 : values.address(pointer(slot), cpu);
  }

  @Override
  int userValueSize() {
    return values.userSize();
  }

  @Override
  MapAnswer userValue(ElementSlot slot) {
    return new MapAnswer.Bytes(values.loadAll(pointer(slot)));
  }

  @Override
  public void free() {
    pointers.forEach(heap()::freePerCpu);
    pool.free();
    heap().free(address());
  }
}
