package dev.hugetext.x86.table;

/** Operand size of an instruction; the letters are those of the AT&T suffixes' Intel meanings. */
public enum Width {
  /** Byte. */
  B(1),
  /** Word: 16 bits. */
  W(2),
  /** Doubleword: 32 bits; writing a register of this width clears its upper half. */
  D(4),
  /** Quadword: 64 bits. */
  Q(8);

  private final int bytes;

  Width(int bytes) {
    this.bytes = bytes;
  }

  /** Size in bytes: 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** Size in bits: 8, 16, 32 or 64. */
  public int bits() {
    return bytes * 8;
  }

  /** A long with exactly the lowest {@link #bits} bits set. */
  public long mask() {
    return -1L >>> (64 - bits());
  }
}
