package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ValueField;
import org.jspecify.annotations.Nullable;

/**
 * The element commands of bpf(2) on one map, through the descriptor that made it: access modes,
 * freezing and lock flags are checked here, in Linux's order, then the type does the rest.
 */
public final class MapSyscalls {
  private final BpfMap map;

  MapSyscalls(BpfMap map) {
    this.map = map;
  }

  /** Bytes of a value here: per-CPU maps hand over one for every CPU. */
  public int valueSize() {
    return map.userValueSize();
  }

  private boolean mayRead() {
    return !MapFlag.WRONLY.in(map.def());
  }

  private boolean mayWrite() {
    return !MapFlag.RDONLY.in(map.def()) && !map.frozen();
  }

  private boolean hasLock() {
    return map.def().types().first(ValueField.Kind.SPIN_LOCK).isPresent();
  }

  private boolean wantsMissingLock(long flags) {
    return (flags & UpdateFlags.LOCK) != 0 && !hasLock();
  }

  /**
   * {@code BPF_MAP_LOOKUP_ELEM}.
   *
   * @param key {@code keySize} bytes; of a bloom filter, which has no keys, the value looked for
   */
  public MapAnswer lookup(byte[] key, long flags) {
    if ((flags & ~UpdateFlags.LOCK) != 0) {
      return BpfMap.refused(Errno.EINVAL);
    }
    if (!mayRead()) {
      return BpfMap.refused(Errno.EPERM);
    }
    return wantsMissingLock(flags) ? BpfMap.refused(Errno.EINVAL) : map.userLookup(key);
  }

  /**
   * {@code BPF_MAP_UPDATE_ELEM}.
   *
   * @return 0 or a negative errno
   */
  public long update(byte[] key, byte[] value, long flags) {
    if (!mayWrite()) {
      return Errno.EPERM.negative();
    }
    return wantsMissingLock(flags) ? Errno.EINVAL.negative() : map.userUpdate(key, value, flags);
  }

  /**
   * {@code BPF_MAP_UPDATE_ELEM} of a map whose values are descriptors.
   *
   * @param object what the descriptor stands for
   * @return 0 or a negative errno
   */
  public long put(byte[] key, MapObject object, long flags) {
    if (!mayWrite()) {
      return Errno.EPERM.negative();
    }
    if (wantsMissingLock(flags)) {
      return Errno.EINVAL.negative();
    }
    return map instanceof ObjectHolder holder
        ? holder.put(key, object, flags)
        : Errno.EINVAL.negative();
  }

  /**
   * {@code BPF_MAP_DELETE_ELEM}.
   *
   * @return 0 or a negative errno
   */
  public long delete(byte[] key) {
    return mayWrite() ? map.userDelete(key) : Errno.EPERM.negative();
  }

  /**
   * {@code BPF_MAP_GET_NEXT_KEY}.
   *
   * @param key null for the first
   */
  public MapAnswer nextKey(byte @Nullable [] key) {
    return mayRead() ? map.userNextKey(key) : BpfMap.refused(Errno.EPERM);
  }

  /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}. */
  public MapAnswer lookupAndDelete(byte[] key, long flags) {
    if ((flags & ~UpdateFlags.LOCK) != 0) {
      return BpfMap.refused(Errno.EINVAL);
    }
    if (!mayRead() || !mayWrite()) {
      return BpfMap.refused(Errno.EPERM);
    }
    MapType type = map.def().type();
    boolean keyless = type == MapType.QUEUE || type == MapType.STACK;
    return (flags != 0 && keyless) || wantsMissingLock(flags)
        ? BpfMap.refused(Errno.EINVAL)
        : map.userTake(key);
  }

  /**
   * {@code BPF_MAP_FREEZE}.
   *
   * @return 0 or a negative errno
   */
  public long freeze() {
    if (map.def().type() == MapType.STRUCT_OPS || !map.def().fields().isEmpty()) {
      return Errno.ENOTSUPP.negative();
    }
    if (!mayWrite()) {
      return Errno.EPERM.negative();
    }
    map.setFrozen();
    return 0;
  }
}
