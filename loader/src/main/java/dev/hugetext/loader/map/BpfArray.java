package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.List;

/**
 * {@code BPF_MAP_TYPE_ARRAY}: all elements exist from the start, zeroed, one after another behind
 * the map's header, each a whole number of 8-byte words.
 */
public final class BpfArray extends BpfMap {
  private static final VarHandle INDEX =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long stride;
  private final long values;

  private BpfArray(MapDef def, KernelHeap heap, long address) {
    super(def, heap, address);
    stride = roundUp8(def.valueSize());
    values = address + KernelAbi.BpfArray.VALUE;
  }

  static MapCreation create(MapDef def, KernelHeap heap) {
    long bytes = KernelAbi.BpfArray.VALUE + roundUp8(def.valueSize()) * entries(def);
    long address = heap.allocate(bytes);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, bytes + " bytes of elements do not fit in memory")
        : new MapCreation.Created(new BpfArray(def, heap, address));
  }

  private static long entries(MapDef def) {
    return Integer.toUnsignedLong(def.maxEntries());
  }

  private static long index(byte[] key) {
    return Integer.toUnsignedLong((int) INDEX.get(key, 0));
  }

  @Override
  public long valueAddress(int offset) {
    return values + Integer.toUnsignedLong(offset);
  }

  @Override
  public long lookup(byte[] key) {
    long index = index(key);
    return index < entries(def()) ? values + index * stride : 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags) {
    if (UpdateFlags.unknown(flags)) {
      return Errno.EINVAL.negative();
    }
    long element = lookup(key);
    if (element == 0) {
      return Errno.E2BIG.negative();
    }
    if ((flags & UpdateFlags.NOEXIST) != 0) {
      return Errno.EEXIST.negative();
    }
    if ((flags & UpdateFlags.LOCK) != 0) {
      return Errno.EINVAL.negative(); // the value holds no spin lock
    }
    heap().memory().write(element, value);
    return 0;
  }

  @Override
  public long delete(byte[] key) {
    return Errno.EINVAL.negative();
  }

  @Override
  public List<byte[]> keys() {
    return new AbstractList<>() {
      @Override
      public byte[] get(int index) {
        byte[] key = new byte[Integer.BYTES];
        INDEX.set(key, 0, index);
        return key;
      }

      @Override
      public int size() {
        return def().maxEntries();
      }
    };
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
