package dev.hugetext.loader.map;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The memory of one element of a hash table, and its place in the table while it is in it. */
class ElementSlot {
  private final long address;
  @Nullable ByteBuffer key;
  int bucket;
  @Nullable ElementSlot previous;
  @Nullable ElementSlot next;

  ElementSlot(long address) {
    this.address = address;
  }

  /** Where its {@code struct htab_elem} lies. */
  final long address() {
    return address;
  }
}
