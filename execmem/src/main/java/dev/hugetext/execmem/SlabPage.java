package dev.hugetext.execmem;

import dev.hugetext.x86.memory.PageSize;
import java.util.BitSet;

/** One page cut into objects of one power-of-two size, and which of them are taken. */
final class SlabPage {
  private final long address;
  private final int shift;
  private final BitSet taken = new BitSet();

  /** A page at {@code address} of free objects of {@code 2^shift} bytes. */
  SlabPage(long address, int shift) {
    this.address = address;
    this.shift = shift;
  }

  long address() {
    return address;
  }

  int shift() {
    return shift;
  }

  boolean isFull() {
    return taken.cardinality() == PageSize.KIB_4.bytes() >>> shift;
  }

  boolean isEmpty() {
    return taken.isEmpty();
  }

  /** Takes the lowest free object. */
  long take() {
    int slot = taken.nextClearBit(0);
    taken.set(slot);
    return address + ((long) slot << shift);
  }

  /** Frees the object at {@code object}; false if none that is taken begins there. */
  boolean giveBack(long object) {
    long offset = object - address;
    int slot = (int) (offset >>> shift);
    if ((long) slot << shift != offset || !taken.get(slot)) {
      return false;
    }
    taken.clear(slot);
    return true;
  }
}
