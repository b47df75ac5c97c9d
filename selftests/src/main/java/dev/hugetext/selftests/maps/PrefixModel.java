package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes as strings of 0 and 1. The longest match is found by trying them all; a string is walked
 * after those that it begins, which is the strings' order with an end that sorts last.
 */
final class PrefixModel extends ModelSubject {
  private static final char LAST = '2';

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final int maxBits;

  /** The key as given, and the value. */
  private record Entry(byte[] key, byte[] value) {}

  PrefixModel(MapDef def) {
    super(def);
    maxBits = (def.keySize() - Integer.BYTES) * Byte.SIZE;
  }

  private static long length(byte[] key) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  private static String bits(byte[] key) {
    var bits = new StringBuilder();
    for (int i = 0; i < length(key); i++) {
      bits.append(key[Integer.BYTES + i / 8] >> (7 - i % 8) & 1);
    }
    return bits.append(LAST).toString();
  }

  private static String withoutEnd(String bits) {
    return bits.substring(0, bits.length() - 1);
  }

  @Override
  Reply get(byte[] key) {
    if (length(key) > maxBits) {
      return Reply.error(Errno.ENOENT);
    }
    String wanted = withoutEnd(bits(key));
    Map.Entry<String, Entry> best = null;
    for (var entry : entries.entrySet()) {
      boolean longer = best == null || entry.getKey().length() > best.getKey().length();
      if (longer && wanted.startsWith(withoutEnd(entry.getKey()))) {
        best = entry;
      }
    }
    return best == null ? Reply.error(Errno.ENOENT) : Reply.ok(best.getValue().value());
  }

  @Override
  Reply set(byte[] key, byte[] value, long flags) {
    if (flags < 0 || flags > 2 || length(key) > maxBits) {
      return Reply.error(Errno.EINVAL);
    }
    boolean present = entries.containsKey(bits(key));
    if (present && flags == 1) {
      return Reply.error(Errno.EEXIST);
    }
    if (!present && flags == 2) {
      return Reply.error(Errno.ENOENT);
    }
    if (!present && entries.size() == def().maxEntries()) {
      return Reply.error(Errno.ENOSPC);
    }
    entries.put(bits(key), new Entry(key.clone(), value.clone()));
    return Reply.of(0);
  }

  @Override
  Reply remove(byte[] key) {
    if (length(key) > maxBits) {
      return Reply.error(Errno.EINVAL);
    }
    return entries.remove(bits(key)) == null ? Reply.error(Errno.ENOENT) : Reply.of(0);
  }

  @Override
  Reply following(byte @Nullable [] key) {
    String bits = key == null || length(key) > maxBits ? "" : bits(key);
    var next = entries.containsKey(bits) ? entries.higherEntry(bits) : entries.firstEntry();
    return next == null ? Reply.error(Errno.ENOENT) : Reply.ok(next.getValue().key().clone());
  }
}
