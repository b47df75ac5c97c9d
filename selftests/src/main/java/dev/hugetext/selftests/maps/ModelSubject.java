package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map as simple as the rules of its type allow, on Java's collections: what a map is compared
 * with where no kernel is at hand.
 */
abstract class ModelSubject implements MapSubject {
  private static final long LOCK = 4;

  private final MapDef def;
  private boolean frozen;

  ModelSubject(MapDef def) {
    this.def = def;
  }

  /**
   * A model of this map; empty for types that have none.
   *
   * @param valueBytes of a value as user space hands it over
   */
  static Optional<MapSubject> of(MapDef def, int valueBytes) {
    return switch (def.type()) {
      case ARRAY, PERCPU_ARRAY -> Optional.of(new IndexedModel(def, valueBytes));
      case HASH, PERCPU_HASH -> Optional.of(new KeyedModel(def));
      case LPM_TRIE -> Optional.of(new PrefixModel(def));
      case QUEUE, STACK -> Optional.of(new SequenceModel(def));
      default -> Optional.empty();
    };
  }

  final MapDef def() {
    return def;
  }

  /** Whether an update may ask for the value's lock. */
  final boolean hasLock() {
    return !def.fields().isEmpty();
  }

  /** The value as it is stored: a lock reads as zeros. */
  final byte[] stored(byte[] value) {
    byte[] stored = value.clone();
    def.fields()
        .forEach(field ->
            java.util.Arrays.fill(
                stored, field.offset(), field.offset() + field.kind().size(), (byte) 0));
    return stored;
  }

  abstract Reply get(byte[] key);

  abstract Reply set(byte[] key, byte[] value, long flags);

  abstract Reply remove(byte[] key);

  abstract Reply following(byte @Nullable [] key);

  Reply takeAway(byte[] key) {
    return Reply.error(Errno.ENOTSUPP);
  }

  private @Nullable Reply refusedFlags(long flags) {
    return (flags & ~LOCK) != 0 ? Reply.error(Errno.EINVAL) : null;
  }

  private boolean lockMissing(long flags) {
    return (flags & LOCK) != 0 && !hasLock();
  }

  private boolean mayWrite() {
    return !frozen && !MapFlag.RDONLY.in(def);
  }

  private boolean mayRead() {
    return !MapFlag.WRONLY.in(def);
  }

  @Override
  public final String name() {
    return "model";
  }

  @Override
  public final Reply lookup(byte[] key, byte[] value, long flags) {
    Reply refused = refusedFlags(flags);
    if (refused != null) {
      return refused;
    }
    if (!mayRead()) {
      return Reply.error(Errno.EPERM);
    }
    return lockMissing(flags) ? Reply.error(Errno.EINVAL) : get(key);
  }

  @Override
  public final Reply update(byte[] key, byte[] value, long flags) {
    if (!mayWrite()) {
      return Reply.error(Errno.EPERM);
    }
    return lockMissing(flags) ? Reply.error(Errno.EINVAL) : set(key, value, flags);
  }

  @Override
  public final Reply put(byte[] key, int object, long flags) {
    throw new IllegalStateException("a model holds bytes");
  }

  @Override
  public final Reply delete(byte[] key) {
    return mayWrite() ? remove(key) : Reply.error(Errno.EPERM);
  }

  @Override
  public final Reply nextKey(byte @Nullable [] key) {
    return mayRead() ? following(key) : Reply.error(Errno.EPERM);
  }

  @Override
  public final Reply take(byte[] key, long flags) {
    Reply refused = refusedFlags(flags);
    if (refused != null) {
      return refused;
    }
    if (!mayRead() || !mayWrite()) {
      return Reply.error(Errno.EPERM);
    }
    boolean keyless = def.keySize() == 0;
    return (keyless && flags != 0) || lockMissing(flags)
        ? Reply.error(Errno.EINVAL)
        : takeAway(key);
  }

  @Override
  public final Reply freeze() {
    if (hasLock()) {
      return Reply.error(Errno.ENOTSUPP);
    }
    if (!mayWrite()) {
      return Reply.error(Errno.EPERM);
    }
    frozen = true;
    return Reply.of(0);
  }

  @Override
  public final void close() {
    // collections need no closing
  }
}
