package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A queue or stack: a Java deque of bounded length, its newest value last. */
final class SequenceModel extends ModelSubject {
  private final ArrayDeque<byte[]> values = new ArrayDeque<>();

  SequenceModel(MapDef def) {
    super(def);
  }

  private boolean isStack() {
    return def().type() == MapType.STACK;
  }

  private static Reply found(byte @Nullable [] value) {
    return value == null ? Reply.error(Errno.ENOENT) : Reply.ok(value);
  }

  @Override
  Reply get(byte[] key) {
    return found(isStack() ? values.peekLast() : values.peekFirst());
  }

  @Override
  Reply set(byte[] key, byte[] value, long flags) {
    if (flags != 0 && flags != 2) {
      return Reply.error(Errno.EINVAL);
    }
    if (values.size() == def().maxEntries()) {
      if (flags == 0) {
        return Reply.error(Errno.E2BIG);
      }
      values.removeFirst();
    }
    values.addLast(value.clone());
    return Reply.of(0);
  }

  @Override
  Reply remove(byte[] key) {
    return Reply.error(Errno.EINVAL);
  }

  @Override
  Reply takeAway(byte[] key) {
    return found(isStack() ? values.pollLast() : values.pollFirst());
  }

  @Override
  Reply following(byte @Nullable [] key) {
    return Reply.error(Errno.EINVAL);
  }
}
