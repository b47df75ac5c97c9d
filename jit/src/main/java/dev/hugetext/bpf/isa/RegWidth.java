package dev.hugetext.bpf.isa;

/** How much of a register an operation or a comparison looks at. */
public enum RegWidth {
  /** The low 32 bits; a result clears the upper half. */
  W32(32, "w"),
  /** All 64 bits. */
  W64(64, "r");

  private final int bits;
  private final String prefix;

  RegWidth(int bits, String prefix) {
    this.bits = bits;
    this.prefix = prefix;
  }

  /** 32 or 64. */
  public int bits() {
    return bits;
  }

  /** The largest shift count, 31 or 63; also the mask for a count in a register. */
  public int shiftMask() {
    return bits - 1;
  }

  /** What a register's number is preceded by in kernel notation, {@code w} or {@code r}. */
  public String prefix() {
    return prefix;
  }
}
