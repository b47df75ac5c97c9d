package dev.hugetext.loader.map;

import org.jspecify.annotations.Nullable;

/** Which element of an LRU table a new key gets, if need be by evicting another key. */
interface LruPool {
  /** An element that is in use from now on; null where even eviction gives none. */
  @Nullable LruNode take(int cpu);

  /** Takes an element back. */
  void give(LruNode node);

  /** Notes that an element was used. */
  void reference(LruNode node);
}
