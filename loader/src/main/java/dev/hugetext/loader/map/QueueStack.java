package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_QUEUE} and {@code BPF_MAP_TYPE_STACK}: values without keys in a ring, behind
 * the map's header. They differ in the end from which values are taken.
 */
final class QueueStack extends BpfMap {
  private static final int HEADER_BYTES = 512;

  private final long slots;
  private final boolean newestFirst;
  private long head;
  private long tail;

  private QueueStack(MapDef def, MapSite site, long address) {
    super(def, site, address);
    slots = slots(def);
    newestFirst = def.type() == MapType.STACK;
  }

  /** One more than elements, so that a full ring differs from an empty one. */
  private static long slots(MapDef def) {
    return Integer.toUnsignedLong(def.maxEntries()) + 1;
  }

  static MapCreation create(MapDef def, MapSite site) {
    long bytes = HEADER_BYTES + slots(def) * def.valueSize();
    long address = site.heap().allocate(bytes);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, bytes + " bytes of elements do not fit in memory")
        : new MapCreation.Created(new QueueStack(def, site, address));
  }

  private long place(long slot) {
    return address() + HEADER_BYTES + slot * def().valueSize();
  }

  private boolean isEmpty() {
    return head == tail;
  }

  private long following(long slot) {
    return slot + 1 == slots ? 0 : slot + 1;
  }

  /** Where the value lies that is taken next. */
  private long nextSlot() {
    return newestFirst ? (head == 0 ? slots - 1 : head - 1) : tail;
  }

  private void dropNext() {
    if (newestFirst) {
      head = nextSlot();
    } else {
      tail = following(tail);
    }
  }

  /** The values, the one that is taken first leading; they stay. */
  List<byte[]> values() {
    List<byte[]> values = new ArrayList<>();
    for (long slot = tail; slot != head; slot = following(slot)) {
      values.add(heap().memory().read(place(slot), def().valueSize()));
    }
    return newestFirst ? values.reversed() : values;
  }

  @Override
  public long push(byte[] value, long flags) {
    boolean replace = (flags & UpdateFlags.EXIST) != 0;
    if ((flags & UpdateFlags.NOEXIST) != 0 || Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0) {
      return Errno.EINVAL.negative();
    }
    if (following(head) == tail) {
      if (!replace) {
        return Errno.E2BIG.negative();
      }
      tail = following(tail); // the oldest goes
    }
    heap().memory().write(place(head), value);
    head = following(head);
    return 0;
  }

  @Override
  public long pop(long target) {
    long result = peek(target);
    if (result == 0) {
      dropNext();
    }
    return result;
  }

  @Override
  public long peek(long target) {
    if (isEmpty()) {
      heap().memory().fill(target, def().valueSize(), 0);
      return Errno.ENOENT.negative();
    }
    heap().memory().write(target, heap().memory().read(place(nextSlot()), def().valueSize()));
    return 0;
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return isEmpty() ? refused(Errno.ENOENT) : bytesAt(place(nextSlot()), def().valueSize());
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return push(value, flags);
  }

  @Override
  long userDelete(byte[] key) {
    return Errno.EINVAL.negative();
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    return refused(Errno.EINVAL);
  }

  @Override
  MapAnswer userTake(byte[] key) {
    MapAnswer answer = userLookup(key);
    if (!isEmpty()) {
      dropNext();
    }
    return answer;
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
