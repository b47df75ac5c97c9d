package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * A map of places by index: a value is a number, and for values of 8 bytes also a program, which is
 * 0 here. A place that is not set has no value.
 */
abstract class PlaceArray extends IndexedMap implements RedirectMap {
  private static final VarHandle NUMBER =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final BitSet present = new BitSet();

  PlaceArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  /** Guest memory for header and places; 0 where it does not suffice. */
  static long allocate(MapDef def, MapSite site) {
    return site.heap().allocate(KernelAbi.BpfArray.VALUE + entries(def) * Long.BYTES);
  }

  static MapCreation.Refused noMemory(MapDef def) {
    return new MapCreation.Refused(
        Errno.ENOMEM, "%d places do not fit in memory".formatted(entries(def)));
  }

  static int number(byte[] value) {
    return (int) NUMBER.get(value, 0);
  }

  /** The program's descriptor behind the number, where the value has room for one. */
  static int program(byte[] value) {
    return value.length >= Long.BYTES ? (int) NUMBER.get(value, Integer.BYTES) : 0;
  }

  /**
   * Whether this place may be stored; 0 or a negative errno.
   *
   * @param value number and program
   */
  abstract long accepts(long index, byte[] value);

  private long place(long index) {
    return address() + KernelAbi.BpfArray.VALUE + index * Long.BYTES;
  }

  @Override
  public final boolean hasTarget(long key) {
    return key < entries() && present.get((int) key);
  }

  /** The number that is stored there: a device, a queue size. */
  final int numberAt(long key) {
    return heap().memory().getInt(place(key));
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    long index = index(key);
    return hasTarget(index) ? place(index) : 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    long index = index(key);
    if (index >= entries()) {
      return Errno.E2BIG.negative();
    }
    if (flags == UpdateFlags.NOEXIST) {
      return Errno.EEXIST.negative();
    }
    long refused = accepts(index, value);
    if (refused != 0) {
      return refused;
    }
    present.set((int) index, number(value) != 0);
    heap().memory().putInt(place(index), number(value));
    return 0;
  }

  @Override
  public long delete(byte[] key, int cpu) {
    long index = index(key);
    if (index >= entries()) {
      return Errno.EINVAL.negative();
    }
    present.clear((int) index);
    return 0;
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long value = lookup(key, UserCpu.NUMBER);
    return value == 0 ? refused(Errno.ENOENT) : bytesAt(value, def().valueSize());
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
