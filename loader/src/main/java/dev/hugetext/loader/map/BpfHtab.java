package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code BPF_MAP_TYPE_HASH}: elements of header, key and value (each part in whole 8-byte words) in
 * guest memory; the index over them is a Java map.
 *
 * <p>An update of a present key takes another element and retires the old one, as in Linux, so a
 * pointer obtained before still sees the old value. Preallocated tables keep one spare element for
 * that, so an update never fails because the table is full; a retired or deleted element is the
 * next one that is handed out.
 */
public final class BpfHtab extends BpfMap {
  /** Room for {@code struct bpf_htab}; programs see no more of it than {@code struct bpf_map}. */
  private static final int HEADER_BYTES = 512;

  private final Map<ByteBuffer, Long> elements = new LinkedHashMap<>();
  private final ArrayDeque<Long> free = new ArrayDeque<>();
  private final List<Long> blocks = new ArrayList<>();
  private final long valueOffset;
  private final long elementBytes;
  private final boolean preallocated;
  private long spare;

  private BpfHtab(MapDef def, KernelHeap heap, long address, boolean preallocated) {
    super(def, heap, address);
    this.preallocated = preallocated;
    valueOffset = KernelAbi.HashElement.value(def.keySize());
    elementBytes = valueOffset + roundUp8(def.valueSize());
  }

  static MapCreation create(MapDef def, KernelHeap heap) {
    long address = heap.allocate(HEADER_BYTES);
    if (address == 0) {
      return new MapCreation.Refused(Errno.ENOMEM, "no memory for the table");
    }
    boolean preallocated = !MapFlag.NO_PREALLOC.in(def);
    var table = new BpfHtab(def, heap, address, preallocated);
    if (preallocated && !table.preallocate()) {
      table.free();
      return new MapCreation.Refused(
          Errno.ENOMEM,
          "%d elements of %d bytes do not fit in memory"
              .formatted(def.maxEntries(), table.elementBytes));
    }
    return new MapCreation.Created(table);
  }

  private boolean preallocate() {
    long count = Integer.toUnsignedLong(def().maxEntries()) + 1;
    long block = heap().allocate(count * elementBytes);
    if (block == 0) {
      return false;
    }
    blocks.add(block);
    for (long i = 0; i < count - 1; i++) {
      free.addLast(block + i * elementBytes);
    }
    spare = block + (count - 1) * elementBytes;
    return true;
  }

  @Override
  public long valueAddress(int offset) {
    return -1;
  }

  @Override
  public long lookup(byte[] key) {
    Long element = elements.get(ByteBuffer.wrap(key));
    return element == null ? 0 : element + valueOffset;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags) {
    if (UpdateFlags.unknown(flags) || (flags & UpdateFlags.LOCK) != 0) {
      return Errno.EINVAL.negative(); // a locked update needs a spin lock in the value
    }
    ByteBuffer owned = ByteBuffer.wrap(key.clone());
    Long old = elements.get(owned);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused != 0) {
      return refused;
    }
    long element = old == null ? take() : replacement(old);
    if (Errno.isError(element)) {
      return element;
    }
    heap().memory().write(element + KernelAbi.HashElement.KEY, key);
    heap().memory().write(element + valueOffset, value);
    elements.put(owned, element);
    return 0;
  }

  /** An element for a new key, or a negative errno. */
  private long take() {
    if (elements.size() >= Integer.toUnsignedLong(def().maxEntries())) {
      return Errno.E2BIG.negative();
    }
    Long recycled = free.pollFirst();
    return recycled == null ? allocateElement() : recycled;
  }

  /** The element that takes over a present key from {@code old}, or a negative errno. */
  private long replacement(long old) {
    if (preallocated) {
      long element = spare;
      spare = old;
      return element;
    }
    Long recycled = free.pollFirst();
    long element = recycled == null ? allocateElement() : recycled;
    if (!Errno.isError(element)) {
      free.addFirst(old);
    }
    return element;
  }

  private long allocateElement() {
    long element = heap().allocate(elementBytes);
    if (element == 0) {
      return Errno.ENOMEM.negative();
    }
    blocks.add(element);
    return element;
  }

  @Override
  public long delete(byte[] key) {
    Long element = elements.remove(ByteBuffer.wrap(key));
    if (element == null) {
      return Errno.ENOENT.negative();
    }
    free.addFirst(element);
    return 0;
  }

  @Override
  public List<byte[]> keys() {
    return elements.keySet().stream().map(ByteBuffer::array).map(byte[]::clone).toList();
  }

  @Override
  public void free() {
    blocks.forEach(heap()::free);
    heap().free(address());
  }
}
