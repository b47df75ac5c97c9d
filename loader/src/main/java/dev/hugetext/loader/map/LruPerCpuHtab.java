package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import org.jspecify.annotations.Nullable;

/** {@code BPF_MAP_TYPE_LRU_PERCPU_HASH}: an LRU table whose elements have a value for every CPU. */
final class LruPerCpuHtab extends LruTable {
  private final PerCpuValues values;
  private final ElementShape shape;

  private LruPerCpuHtab(MapDef def, MapSite site, Memory parts, ElementShape shape) {
    super(def, site, parts, shape);
    this.shape = shape;
    values = new PerCpuValues(def, site.heap());
  }

  static MapCreation create(MapDef def, MapSite site) {
    ElementShape shape = ElementShape.withPointers(def);
    Memory parts = Memory.allocate(def, site.heap(), shape);
    if (parts == null) {
      return BpfHtab.noMemory(def, site, 0, shape.bytes());
    }
    var table = new LruPerCpuHtab(def, site, parts, shape);
    if (!table.allocateValues()) {
      table.free();
      return BpfHtab.noMemory(def, site, 0, def.valueSize());
    }
    return new MapCreation.Created(table);
  }

  private long elements() {
    return entries(def(), heap().cpus());
  }

  /** Where element {@code i} has its per-CPU pointer. */
  private long slot(long i) {
    return block() + i * shape.bytes() + shape.valueOffset();
  }

  private boolean allocateValues() {
    for (long i = 0; i < elements(); i++) {
      long pointer = values.allocate();
      if (pointer == 0) {
        return false;
      }
      memory().putLong(slot(i), pointer);
    }
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
    LruNode fresh = null;
    if (flags != UpdateFlags.EXIST) {
      fresh = pool().take(cpu); // before the key is looked up: this may evict it
      if (fresh == null) {
        return Errno.ENOMEM.negative();
      }
    }
    ElementSlot old = index().find(key);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused == 0 && old != null) {
      touch(old);
      write(pointer(old), value, cpu, allCpus, false);
    } else if (refused == 0 && fresh != null) {
      write(pointer(fresh), value, cpu, allCpus, true);
      add(fresh, key);
      return 0;
    }
    giveUnused(fresh);
    return refused;
  }

  private void giveUnused(@Nullable LruNode fresh) {
    if (fresh != null) {
      pool().give(fresh);
    }
  }

  private void write(long pointer, byte[] value, int cpu, boolean allCpus, boolean isNew) {
    if (allCpus) {
      values.storeAll(pointer, value);
    } else if (isNew) {
      values.initialise(pointer, cpu, value);
    } else {
      values.store(pointer, cpu, value);
    }
  }

  @Override
  long programValue(ElementSlot slot, int cpu) {
    return values.address(pointer(slot), cpu);
  }

  @Override
  public long lookupPerCpu(byte[] key, int cpu) {
    ElementSlot slot = index().find(key);
    if (slot == null || cpu < 0 || cpu >= heap().cpus()) {
      return 0;
    }
    touch(slot);
    return values.address(pointer(slot), cpu);
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
    for (long i = 0; i < elements(); i++) {
      long pointer = memory().getLong(slot(i));
      if (pointer == 0) {
        break; // creation went no further
      }
      heap().freePerCpu(pointer);
    }
    super.free();
  }
}
