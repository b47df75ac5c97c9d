package dev.hugetext.selftests.maps;

import org.jspecify.annotations.Nullable;

/** A map as user space sees it by bpf(2), wherever it is. */
interface MapSubject extends AutoCloseable {
  /** Whose it is, for messages. */
  String name();

  /**
   * Looks up.
   *
   * @param value what lies in the value's place before: a bloom filter looks for it
   */
  Reply lookup(byte[] key, byte[] value, long flags);

  /** Stores. */
  Reply update(byte[] key, byte[] value, long flags);

  /** Stores a reference to one of the objects that the trial has made for all subjects. */
  Reply put(byte[] key, int object, long flags);

  /** Removes. */
  Reply delete(byte[] key);

  /** The key after this one; the first for null. */
  Reply nextKey(byte @Nullable [] key);

  /** Looks up and removes. */
  Reply take(byte[] key, long flags);

  /** Refuses writes from now on. */
  Reply freeze();

  @Override
  void close();
}
