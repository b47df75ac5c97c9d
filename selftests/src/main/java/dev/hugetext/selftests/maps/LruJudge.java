package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What any LRU map guarantees, whichever elements it evicts: never more elements than it was made
 * for; what is found is what was stored last; what was stored is found right afterwards; what was
 * deleted is not; nothing appears by itself; an update without conditions succeeds.
 */
final class LruJudge {
  private static final int COUNT_EVERY = 512;

  private final MapSubject map;
  private final long most;
  private final Map<ByteBuffer, byte[]> stored = new HashMap<>();

  LruJudge(MapDef def, MapSubject map, int cpus) {
    this.map = map;
    long entries = Integer.toUnsignedLong(def.maxEntries());
    most = MapFlag.NO_COMMON_LRU.in(def) ? (entries + cpus - 1) / cpus * cpus : entries;
  }

  /** Runs {@code count} operations; the first broken guarantee, if any. */
  Optional<String> run(Operations operations, long count) {
    for (long i = 0; i < count; i++) {
      Operations.Operation operation = operations.next();
      Reply reply = OperationTrial.apply(map, operation);
      Optional<String> broken = judge(operation, reply);
      if (broken.isEmpty() && i % COUNT_EVERY == 0) {
        broken = judgeSize();
      }
      if (broken.isPresent()) {
        return Optional.of(
            "operation %d: %s: %s gave %s: %s"
                .formatted(i, operation, map.name(), reply, broken.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> judge(Operations.Operation operation, Reply reply) {
    ByteBuffer key = ByteBuffer.wrap(operation.key());
    byte[] last = stored.get(key);
    return switch (operation.kind()) {
      case UPDATE -> judgeUpdate(operation, reply, last != null);
      case LOOKUP, TAKE -> {
        if (reply.isOk() && (last == null || !reply.sameAs(Reply.ok(last)))) {
          yield Optional.of("found what was not stored last");
        }
        if (operation.kind() == Operations.Kind.TAKE && reply.isOk()) {
          stored.remove(key);
        }
        yield Optional.empty();
      }
      case DELETE -> {
        if (reply.isOk() && last == null) {
          yield Optional.of("deleted what was never stored");
        }
        stored.remove(key);
        yield map.lookup(operation.key(), operation.value(), 0).isOk()
            ? Optional.of("still there after its deletion")
            : Optional.empty();
      }
      case NEXT_KEY, FIRST_KEY ->
          reply.isOk() && !stored.containsKey(ByteBuffer.wrap(reply.bytes()))
              ? Optional.of("walked to a key that was never stored")
              : Optional.empty();
      case PUT -> throw new IllegalStateException("an LRU map holds bytes");
    };
  }

  private Optional<String> judgeUpdate(
      Operations.Operation operation, Reply reply, boolean mayBePresent) {
    if (reply.isOk()) {
      byte[] value = operation.value();
      stored.put(ByteBuffer.wrap(operation.key()), value);
      return map.lookup(operation.key(), operation.value(), 0).sameAs(Reply.ok(value))
          ? Optional.empty()
          : Optional.of("not found right after it was stored");
    }
    if (operation.flags() == 0) {
      return Optional.of("an update without conditions fails");
    }
    return reply.errno() == Errno.EEXIST.number() && !mayBePresent
        ? Optional.of("said to exist, but was never stored")
        : Optional.empty();
  }

  private Optional<String> judgeSize() {
    long size = 0;
    Reply key = map.nextKey(null);
    for (; key.isOk() && size <= most; size++) {
      key = map.nextKey(key.bytes());
    }
    return size > most ? Optional.of("more than %d elements".formatted(most)) : Optional.empty();
  }
}
