package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hash table: a Java map of bounded size; walks have the order of the keys. */
final class KeyedModel extends ModelSubject {
  private final TreeMap<ByteBuffer, byte[]> values = new TreeMap<>();

  KeyedModel(MapDef def) {
    super(def);
  }

  private static Reply found(byte @Nullable [] value) {
    return value == null ? Reply.error(Errno.ENOENT) : Reply.ok(value);
  }

  @Override
  Reply get(byte[] key) {
    return found(values.get(ByteBuffer.wrap(key)));
  }

  @Override
  Reply set(byte[] key, byte[] value, long flags) {
    long kind = def().type() == MapType.PERCPU_HASH ? flags : flags & ~4;
    if (kind < 0 || kind > 2) {
      return Reply.error(Errno.EINVAL);
    }
    boolean present = values.containsKey(ByteBuffer.wrap(key));
    if (present && kind == 1) {
      return Reply.error(Errno.EEXIST);
    }
    if (!present && kind == 2) {
      return Reply.error(Errno.ENOENT);
    }
    if (!present && values.size() == def().maxEntries()) {
      return Reply.error(Errno.E2BIG);
    }
    values.put(ByteBuffer.wrap(key), stored(value));
    return Reply.of(0);
  }

  @Override
  Reply remove(byte[] key) {
    return values.remove(ByteBuffer.wrap(key)) == null ? Reply.error(Errno.ENOENT) : Reply.of(0);
  }

  @Override
  Reply takeAway(byte[] key) {
    return found(values.remove(ByteBuffer.wrap(key)));
  }

  @Override
  Reply following(byte @Nullable [] key) {
    ByteBuffer next;
    if (key == null || !values.containsKey(ByteBuffer.wrap(key))) {
      next = values.isEmpty() ? null : values.firstKey();
    } else {
      next = values.higherKey(ByteBuffer.wrap(key));
    }
    return next == null ? Reply.error(Errno.ENOENT) : Reply.ok(next.array().clone());
  }
}
