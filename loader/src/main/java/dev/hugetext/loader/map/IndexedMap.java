package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A map whose keys are the numbers 0 to {@code max_entries} - 1, as 4 bytes. */
abstract class IndexedMap extends BpfMap {
  private static final VarHandle INDEX =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long entries;

  IndexedMap(MapDef def, MapSite site, long address) {
    super(def, site, address);
    entries = entries(def);
  }

  static long entries(MapDef def) {
    return Integer.toUnsignedLong(def.maxEntries());
  }

  /** How many elements there are. */
  final long entries() {
    return entries;
  }

  static long index(byte[] key) {
    return Integer.toUnsignedLong((int) INDEX.get(key, 0));
  }

  static byte[] key(long index) {
    byte[] key = new byte[Integer.BYTES];
    INDEX.set(key, 0, (int) index);
    return key;
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    long index = key == null ? entries : index(key);
    if (index >= entries) {
      return new MapAnswer.Bytes(key(0));
    }
    return index == entries - 1 ? refused(Errno.ENOENT) : new MapAnswer.Bytes(key(index + 1));
  }

  /** Visits all indices; {@code values} says where each value lies. */
  final MapWalk walkValues(java.util.function.LongUnaryOperator values) {
    return new MapWalk() {
      private long at = -1;

      @Override
      public boolean next() {
        return ++at < entries;
      }

      @Override
      public byte[] key() {
        return IndexedMap.key(at);
      }

      @Override
      public long keyAddress() {
        return 0;
      }

      @Override
      public long value() {
        return values.applyAsLong(at);
      }
    };
  }
}
