package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array: a Java map from index to what was stored. */
final class IndexedModel extends ModelSubject {
  private final Map<Long, byte[]> values = new HashMap<>();
  private final long entries;
  private final int valueBytes;

  IndexedModel(MapDef def, int valueBytes) {
    super(def);
    entries = Integer.toUnsignedLong(def.maxEntries());
    this.valueBytes = valueBytes;
  }

  private static long index(byte[] key) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  private static Reply key(long index) {
    return Reply.ok(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) index)
            .array());
  }

  @Override
  Reply get(byte[] key) {
    return index(key) >= entries
        ? Reply.error(Errno.ENOENT)
        : Reply.ok(values.getOrDefault(index(key), new byte[valueBytes]));
  }

  @Override
  Reply set(byte[] key, byte[] value, long flags) {
    boolean perCpu = def().type() == MapType.PERCPU_ARRAY;
    long kind = perCpu ? flags : flags & ~4;
    if (kind < 0 || kind > 2) {
      return Reply.error(Errno.EINVAL);
    }
    if (index(key) >= entries) {
      return Reply.error(Errno.E2BIG);
    }
    if (kind == 1) {
      return Reply.error(Errno.EEXIST);
    }
    values.put(index(key), stored(value));
    return Reply.of(0);
  }

  @Override
  Reply remove(byte[] key) {
    return Reply.error(Errno.EINVAL);
  }

  @Override
  Reply following(byte @Nullable [] key) {
    if (key == null || index(key) >= entries) {
      return key(0);
    }
    return index(key) == entries - 1 ? Reply.error(Errno.ENOENT) : key(index(key) + 1);
  }
}
