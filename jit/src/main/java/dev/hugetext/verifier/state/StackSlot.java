package dev.hugetext.verifier.state;

import dev.hugetext.verifier.state.RegValue.ScalarValue;

/**
 * Eight bytes of a frame's stack: a kind for each byte, and the register that was spilled there.
 *
 * <p>Byte 0 is the one at the lowest address. A slot holds a spilled register if and only if byte 0
 * is {@link SlotByte#SPILL}; a spill of fewer bytes marks only those.
 *
 * @param kinds two bits per byte, the ordinal of its {@link SlotByte}; byte 0 in the lowest bits
 * @param spilled the spilled register; {@link RegValue.NotInit} if none
 */
public record StackSlot(int kinds, RegValue spilled) {
  /** Bytes in a slot. */
  public static final int BYTES = 8;

  /** A slot that was never written. */
  public static final StackSlot INVALID = new StackSlot(0, RegValue.NotInit.VALUE);

  private static final SlotByte[] KINDS = SlotByte.values();
  private static final int BITS = 2;
  private static final int ALL_MISC = repeated(SlotByte.MISC);

  private static int repeated(SlotByte kind) {
    return kind.ordinal() * 0x5555;
  }

  /** The slot of the byte at a negative offset from the frame pointer. */
  public static int slotOf(int at) {
    return (-at - 1) / BYTES;
  }

  /** The byte's index in its slot, 0 at the lowest address. */
  public static int byteOf(int at) {
    return BYTES - 1 - (-at - 1) % BYTES;
  }

  /** The kind of the byte at {@code index} 0..7. */
  public SlotByte kind(int index) {
    return KINDS[kinds >> BITS * index & 3];
  }

  /** The same with bytes {@code [from, from + count)} of the given kind. */
  public StackSlot with(int from, int count, SlotByte kind) {
    int selected = ((1 << BITS * count) - 1) << BITS * from;
    return new StackSlot(kinds & ~selected | repeated(kind) & selected, spilled);
  }

  /** The same without its spilled register; the kinds of its bytes stay. */
  public StackSlot withoutRegister() {
    return new StackSlot(kinds, RegValue.NotInit.VALUE);
  }

  /** The same with another spilled register. */
  public StackSlot withRegister(RegValue register) {
    return new StackSlot(kinds, register);
  }

  /** The same with every written byte unknown. */
  public StackSlot scrubbed() {
    int known = kinds;
    for (int index = 0; index < BYTES; index++) {
      if (kind(index) != SlotByte.INVALID) {
        int shift = BITS * index;
        known = known & ~(3 << shift) | SlotByte.MISC.ordinal() << shift;
      }
    }
    return new StackSlot(known, spilled);
  }

  /** Whether a register, whole or in part, is spilled here. */
  public boolean holdsRegister() {
    return kind(0) == SlotByte.SPILL;
  }

  /** Whether a number, whole or in part, is spilled here. */
  public boolean holdsScalar() {
    return holdsRegister() && spilled instanceof ScalarValue;
  }

  /** How many bytes, from byte 0 on, belong to the spilled register. */
  public int spillSize() {
    int size = 0;
    while (size < BYTES && kind(size) == SlotByte.SPILL) {
      size++;
    }
    return size;
  }

  /** Whether no byte is known: written with anything or, where {@code orInvalid}, never. */
  boolean isAllMisc(boolean orInvalid) {
    if (kinds == ALL_MISC) {
      return true;
    }
    if (!orInvalid) {
      return false;
    }
    for (int index = 0; index < BYTES; index++) {
      SlotByte kind = kind(index);
      if (kind != SlotByte.MISC && kind != SlotByte.INVALID) {
        return false;
      }
    }
    return true;
  }
}
