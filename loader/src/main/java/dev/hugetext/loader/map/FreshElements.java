package dev.hugetext.loader.map;

import org.jspecify.annotations.Nullable;

/** Elements of a block that were never used: the highest address comes first. */
final class FreshElements {
  private final long from;
  private final long elementBytes;
  private long to;

  /** {@code count} elements from {@code from} on. */
  FreshElements(long from, long count, long elementBytes) {
    this.from = from;
    this.elementBytes = elementBytes;
    to = from + count * elementBytes;
  }

  boolean isEmpty() {
    return to == from;
  }

  /** The address of the next one; null where all are in use. */
  @Nullable Long next() {
    if (to == from) {
      return null;
    }
    to -= elementBytes;
    return to;
  }
}
