package dev.hugetext.verifier.state;

/** What a byte of the stack holds. */
public enum SlotByte {
  /** Never written. */
  INVALID('?'),
  /** Part of a spilled register. */
  SPILL('r'),
  /** Written, value unknown. */
  MISC('m'),
  /** Written with 0. */
  ZERO('0');

  private final char text;

  SlotByte(char text) {
    this.text = text;
  }

  /** The kernel's letter in a log. */
  public char text() {
    return text;
  }
}
