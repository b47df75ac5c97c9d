package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;

/**
 * {@code BPF_MAP_TYPE_PERCPU_ARRAY}: behind the map's header lies a per-CPU pointer for every
 * index, each an allocation of its own.
 */
final class PerCpuArray extends IndexedMap {
  private final PerCpuValues values;

  private PerCpuArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
    values = new PerCpuValues(def, site.heap());
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(KernelAbi.BpfArray.VALUE + entries(def) * Long.BYTES);
    if (address == 0) {
      return new MapCreation.Refused(Errno.ENOMEM, "no memory for the array of pointers");
    }
    var array = new PerCpuArray(def, site, address);
    if (!array.allocateValues()) {
      array.free();
      return new MapCreation.Refused(
          Errno.ENOMEM,
          "%d values of %d bytes do not fit in per-CPU memory"
              .formatted(entries(def), def.valueSize()));
    }
    return new MapCreation.Created(array);
  }

  private boolean allocateValues() {
    for (long index = 0; index < entries(); index++) {
      long pointer = values.allocate();
      if (pointer == 0) {
        return false;
      }
      heap().memory().putLong(slot(index), pointer);
    }
    return true;
  }

  private long slot(long index) {
    return address() + KernelAbi.BpfArray.VALUE + index * Long.BYTES;
  }

  /** The per-CPU pointer at an index, or 0. */
  private long pointer(byte[] key) {
    long index = index(key);
    return index < entries() ? heap().memory().getLong(slot(index)) : 0;
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return lookupPerCpu(key, cpu);
  }

  @Override
  public long lookupPerCpu(byte[] key, int cpu) {
    long pointer = pointer(key);
    return pointer == 0 ? 0 : values.address(pointer, cpu);
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (UpdateFlags.unknown(flags)) {
      return Errno.EINVAL.negative();
    }
    long pointer = pointer(key);
    if (pointer == 0) {
      return Errno.E2BIG.negative();
    }
    if ((flags & UpdateFlags.NOEXIST) != 0) {
      return Errno.EEXIST.negative();
    }
    if ((flags & UpdateFlags.LOCK) != 0) {
      return Errno.EINVAL.negative(); // values of one CPU each need no lock and have none
    }
    values.store(pointer, cpu, value);
    return 0;
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public MapWalk walk(int cpu) {
    return walkValues(index -> values.address(heap().memory().getLong(slot(index)), cpu));
  }

  @Override
  int userValueSize() {
    return values.userSize();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long pointer = pointer(key);
    return pointer == 0 ? refused(Errno.ENOENT) : new MapAnswer.Bytes(values.loadAll(pointer));
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    long pointer = pointer(key);
    if (pointer == 0) {
      return Errno.E2BIG.negative();
    }
    if (flags == UpdateFlags.NOEXIST) {
      return Errno.EEXIST.negative();
    }
    values.storeAll(pointer, value);
    return 0;
  }

  @Override
  long userDelete(byte[] key) {
    return Errno.EINVAL.negative();
  }

  @Override
  public void free() {
    for (long index = 0; index < entries(); index++) {
      long pointer = heap().memory().getLong(slot(index));
      if (pointer == 0) {
        break; // creation went no further
      }
      heap().freePerCpu(pointer);
    }
    heap().free(address());
  }
}
