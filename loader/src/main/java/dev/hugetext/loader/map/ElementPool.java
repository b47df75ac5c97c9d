package dev.hugetext.loader.map;

import org.jspecify.annotations.Nullable;

/** Where a hash table gets the memory of its elements, and by which rule it is used again. */
interface ElementPool {
  /** Whether another new key has room. */
  boolean full();

  /** An element for a new key; null where there is no memory. */
  @Nullable ElementSlot take(int cpu);

  /** The element that takes over a present key; null where there is no memory. */
  @Nullable ElementSlot replace(ElementSlot old, int cpu);

  /** Takes an element back whose key was deleted. */
  void give(ElementSlot slot, int cpu);

  /** Gives all memory back. */
  void free();
}
