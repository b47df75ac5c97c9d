package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.x86.memory.PageSize;

/**
 * {@code BPF_MAP_TYPE_ARRAY}: all elements exist from the start, zeroed, one after another behind
 * the map's header, each a whole number of 8-byte words.
 */
public final class BpfArray extends IndexedMap {
  private final ValueLayout layout;
  private final long stride;
  private final long values;
  private final long block;

  private BpfArray(MapDef def, MapSite site, long block, long address) {
    super(def, site, address);
    this.block = block;
    layout = new ValueLayout(def);
    stride = roundUp8(def.valueSize());
    values = address + KernelAbi.BpfArray.VALUE;
  }

  static MapCreation create(MapDef def, MapSite site) {
    // where user space may map the values, they begin a page
    long before = MapFlag.MMAPABLE.in(def) ? PageSize.KIB_4.bytes() - KernelAbi.BpfArray.VALUE : 0;
    long bytes = before + KernelAbi.BpfArray.VALUE + roundUp8(def.valueSize()) * entries(def);
    long block = site.heap().allocate(bytes);
    return block == 0
        ? new MapCreation.Refused(Errno.ENOMEM, bytes + " bytes of elements do not fit in memory")
        : new MapCreation.Created(new BpfArray(def, site, block, block + before));
  }

  @Override
  public long valueAddress(int offset) {
    return values + Integer.toUnsignedLong(offset);
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    long index = index(key);
    return index < entries() ? values + index * stride : 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (UpdateFlags.unknown(flags)) {
      return Errno.EINVAL.negative();
    }
    long element = lookup(key, cpu);
    if (element == 0) {
      return Errno.E2BIG.negative();
    }
    if ((flags & UpdateFlags.NOEXIST) != 0) {
      return Errno.EEXIST.negative();
    }
    if ((flags & UpdateFlags.LOCK) != 0 && !layout.hasLock()) {
      return Errno.EINVAL.negative();
    }
    layout.store(heap().memory(), element, value);
    return 0;
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public MapWalk walk(int cpu) {
    return walkValues(index -> values + index * stride);
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long element = lookup(key, UserCpu.NUMBER);
    return element == 0
        ? refused(Errno.ENOENT)
        : new MapAnswer.Bytes(layout.load(heap().memory(), element));
  }

  @Override
  long userDelete(byte[] key) {
    return Errno.EINVAL.negative();
  }

  @Override
  public void free() {
    heap().free(block);
  }
}
