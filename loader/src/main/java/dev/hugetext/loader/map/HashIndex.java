package dev.hugetext.loader.map;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which key has which element, and the order in which a table is walked: bucket by bucket, the
 * newest element of each first, as Linux's. Only buckets in use cost memory.
 */
final class HashIndex {
  private final Map<ByteBuffer, ElementSlot> elements = new HashMap<>();
  private final TreeMap<Integer, ElementSlot> heads = new TreeMap<>();
  private final int bucketMask;
  private final ToIntFunction<byte[]> hash;

  /** A table of as many buckets as {@code maxEntries} rounded up to a power of two. */
  HashIndex(long maxEntries, ToIntFunction<byte[]> hash) {
    bucketMask = (int) (Long.highestOneBit(Math.max(maxEntries * 2 - 1, 1)) - 1);
    this.hash = hash;
  }

  @Nullable ElementSlot find(byte[] key) {
    return elements.get(ByteBuffer.wrap(key));
  }

  int size() {
    return elements.size();
  }

  /** Adds an element at the head of its bucket; the key must not be in the table. */
  void add(ElementSlot slot, byte[] key) {
    slot.key = ByteBuffer.wrap(key.clone());
    slot.bucket = hash.applyAsInt(key) & bucketMask;
    slot.previous = null;
    slot.next = heads.put(slot.bucket, slot);
    if (slot.next != null) {
      slot.next.previous = slot;
    }
    elements.put(slot.key, slot);
  }

  /** Takes an element out; its own links stay, for a walk that stands on it. */
  void remove(ElementSlot slot) {
    elements.remove(keyOf(slot));
    if (slot.next != null) {
      slot.next.previous = slot.previous;
    }
    if (slot.previous != null) {
      slot.previous.next = slot.next;
    } else if (slot.next != null) {
      heads.put(slot.bucket, slot.next);
    } else {
      heads.remove(slot.bucket);
    }
    slot.key = null;
  }

  /** The key of an element in the table. */
  static ByteBuffer keyOf(ElementSlot slot) {
    return Objects.requireNonNull(slot.key, "an element that is in no table");
  }

  @Nullable ElementSlot first() {
    var head = heads.firstEntry();
    return head == null ? null : head.getValue();
  }

  @Nullable ElementSlot after(ElementSlot slot) {
    if (slot.next != null) {
      return slot.next;
    }
    var head = heads.higherEntry(slot.bucket);
    return head == null ? null : head.getValue();
  }
}
