package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: a key is a length in bits (4 bytes in the host's order) and that
 * many bits of data; a look-up gives the element with the longest prefix of the key.
 *
 * <p>Only values lie in guest memory. An update takes a new value, whose predecessor stays readable
 * for a while.
 */
final class LpmTrie extends BpfMap {
  private static final int HEADER_BYTES = 512;
  private static final int DATA = Integer.BYTES;

  private final PrefixTrie trie = new PrefixTrie();
  private final RetiredElements retired = new RetiredElements();
  private final List<Long> blocks = new ArrayList<>();
  private final ValueLayout layout;
  private final int maxPrefix;
  private long used;

  private LpmTrie(MapDef def, MapSite site, long address) {
    super(def, site, address);
    layout = new ValueLayout(def);
    maxPrefix = (def.keySize() - DATA) * Byte.SIZE;
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = site.heap().allocate(HEADER_BYTES);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, "no memory for the trie")
        : new MapCreation.Created(new LpmTrie(def, site, address));
  }

  private static long prefixLength(byte[] key) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt(0));
  }

  private static byte[] data(byte[] key) {
    return Arrays.copyOfRange(key, DATA, key.length);
  }

  private byte[] key(LpmNode node) {
    return ByteBuffer.allocate(def().keySize())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(node.prefixLength)
        .put(node.data)
        .array();
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    long length = prefixLength(key);
    LpmNode found = length > maxPrefix ? null : trie.longestMatch(data(key), (int) length);
    return found == null ? 0 : found.value;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    long length = prefixLength(key);
    if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0 || length > maxPrefix) {
      return Errno.EINVAL.negative();
    }
    byte[] data = data(key);
    LpmNode old = trie.find(data, (int) length);
    long refused = UpdateFlags.check(flags, old != null);
    if (refused != 0) {
      return refused;
    }
    if (old == null && used == Integer.toUnsignedLong(def().maxEntries())) {
      return Errno.ENOSPC.negative();
    }
    long place = allocate();
    if (place == 0) {
      return Errno.ENOMEM.negative();
    }
    layout.initialise(heap().memory(), place, value);
    trie.put(new LpmNode(data, (int) length, place));
    if (old == null) {
      used++;
    } else {
      retired.add(old.value);
    }
    return 0;
  }

  private long allocate() {
    long place = retired.reusable();
    if (place == 0) {
      place = heap().allocate(roundUp8(def().valueSize()));
      if (place != 0) {
        blocks.add(place);
      }
    }
    return place;
  }

  @Override
  public long delete(byte[] key, int cpu) {
    long length = prefixLength(key);
    if (length > maxPrefix) {
      return Errno.EINVAL.negative();
    }
    LpmNode found = trie.find(data(key), (int) length);
    if (found == null) {
      return Errno.ENOENT.negative();
    }
    trie.remove(found);
    retired.add(found.value);
    used--;
    return 0;
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long value = lookup(key, UserCpu.NUMBER);
    return value == 0
        ? refused(Errno.ENOENT)
        : new MapAnswer.Bytes(layout.load(heap().memory(), value));
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    LpmNode next =
        key == null || prefixLength(key) > maxPrefix
            ? trie.first()
            : trie.after(data(key), (int) prefixLength(key));
    return next == null ? refused(Errno.ENOENT) : new MapAnswer.Bytes(key(next));
  }

  @Override
  public void free() {
    blocks.forEach(heap()::free);
    heap().free(address());
  }
}
