package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array of references to kernel objects: behind the map's header lies an address for every
 * index, 0 where there is none. Compiled programs read it there.
 */
abstract class FdArray extends IndexedMap implements ObjectHolder {
  private final Map<Long, MapObject> objects = new HashMap<>();

  FdArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  /** Guest memory for header and slots; 0 where it does not suffice. */
  static long allocate(MapDef def, MapSite site) {
    return site.heap().allocate(KernelAbi.BpfArray.VALUE + entries(def) * Long.BYTES);
  }

  static MapCreation.Refused noMemory(MapDef def) {
    return new MapCreation.Refused(
        Errno.ENOMEM, "%d slots do not fit in memory".formatted(entries(def)));
  }

  /**
   * Whether an object may stand in this array.
   *
   * @return 0 or a negative errno
   */
  abstract long accepts(MapObject object);

  /** A slot was filled, or emptied; who follows the array is told. */
  void changed(long index) {}

  /** What user space reads in the place of an object, where it may read at all. */
  abstract MapAnswer userReads(MapObject object);

  /** The object at an index; null where there is none. */
  final @Nullable MapObject at(long index) {
    return objects.get(index);
  }

  /** Bytes {@code id}, as user space reads a reference. */
  static MapAnswer idOf(MapObject object) {
    return new MapAnswer.Bytes(key(object.id()));
  }

  private long slot(long index) {
    return address() + KernelAbi.BpfArray.VALUE + index * Long.BYTES;
  }

  @Override
  public long put(byte[] key, MapObject object, long flags) {
    if (flags != UpdateFlags.ANY) {
      return Errno.EINVAL.negative();
    }
    long index = index(key);
    if (index >= entries()) {
      return Errno.E2BIG.negative();
    }
    long refused = accepts(object);
    if (refused == 0) {
      objects.put(index, object);
      heap().memory().putLong(slot(index), object.address());
      changed(index);
    }
    return refused;
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return Errno.EOPNOTSUPP.negative();
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public long delete(byte[] key, int cpu) {
    long index = index(key);
    if (index >= entries()) {
      return Errno.E2BIG.negative();
    }
    if (objects.remove(index) == null) {
      return Errno.ENOENT.negative();
    }
    heap().memory().putLong(slot(index), 0);
    changed(index);
    return 0;
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    MapObject object = objects.get(index(key));
    return object == null ? refused(Errno.ENOENT) : userReads(object);
  }

  /** A number is no descriptor here: objects come by {@link #put}. */
  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    if (flags != UpdateFlags.ANY) {
      return Errno.EINVAL.negative();
    }
    return index(key) >= entries() ? Errno.E2BIG.negative() : Errno.EBADF.negative();
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
