package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_STACK_TRACE}: call stacks by a number that is made from their hash.
 *
 * <p>Programs never point into it, so the stacks are on the Java heap.
 */
public final class StackTraceMap extends BpfMap {
  /** Compare stacks by their hash only ({@code BPF_F_FAST_STACK_CMP}). */
  public static final long FAST_COMPARE = 1 << 9;

  /** A stack replaces another one of the same number ({@code BPF_F_REUSE_STACKID}). */
  public static final long REUSE = 1 << 10;

  private static final int HEADER_BYTES = 512;

  private final TreeMap<Long, Stack> stacks = new TreeMap<>();
  private final long buckets;

  /** Addresses, innermost first, as bytes. */
  private record Stack(int hash, ByteBuffer addresses) {}

  private StackTraceMap(MapDef def, MapSite site, long address) {
    super(def, site, address);
    long entries = IndexedMap.entries(def);
    buckets = Long.highestOneBit(Math.max(entries * 2 - 1, 1));
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, "no memory for the table")
        : new MapCreation.Created(new StackTraceMap(def, site, address));
  }

  /** How many addresses of a stack it keeps. */
  public int depth() {
    return def().valueSize() / Long.BYTES;
  }

  /**
   * The map's part of {@code bpf_get_stackid}.
   *
   * @param addresses innermost first; those beyond {@link #depth} are left out
   * @param flags {@link #FAST_COMPARE} and {@link #REUSE} count
   * @return the stack's number, or a negative errno
   */
  public long store(long[] addresses, long flags) {
    int length = Math.min(addresses.length, depth());
    ByteBuffer bytes = ByteBuffer.allocate(length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      bytes.putLong(addresses[i]);
    }
    bytes.flip();
    int hash = JenkinsHash.of(bytes.array(), 0);
    long number = Integer.toUnsignedLong(hash) & (buckets - 1);
    Stack old = stacks.get(number);
    boolean same =
        old != null
            && old.hash == hash
            && ((flags & FAST_COMPARE) != 0 || old.addresses.equals(bytes));
    if (same) {
      return number;
    }
    if (old != null && (flags & REUSE) == 0) {
      return Errno.EEXIST.negative();
    }
    if (stacks.size() >= IndexedMap.entries(def())) {
      return Errno.ENOMEM.negative();
    }
    stacks.put(number, new Stack(hash, bytes));
    return number;
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
    long number = IndexedMap.index(key);
    if (number >= buckets) {
      return Errno.E2BIG.negative();
    }
    return stacks.remove(number) == null ? Errno.ENOENT.negative() : 0;
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    Stack stack = stacks.get(IndexedMap.index(key));
    return stack == null
        ? refused(Errno.ENOENT)
        : new MapAnswer.Bytes(java.util.Arrays.copyOf(stack.addresses.array(), def().valueSize()));
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return Errno.EINVAL.negative();
  }

  @Override
  MapAnswer userTake(byte[] key) {
    MapAnswer answer = userLookup(key);
    stacks.remove(IndexedMap.index(key));
    return answer;
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    Long next =
        key == null || !stacks.containsKey(IndexedMap.index(key))
            ? stacks.ceilingKey(0L)
            : stacks.higherKey(IndexedMap.index(key));
    return next == null ? refused(Errno.ENOENT) : new MapAnswer.Bytes(IndexedMap.key(next));
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
