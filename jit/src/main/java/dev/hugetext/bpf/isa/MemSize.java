package dev.hugetext.bpf.isa;

/**
 * The size of a memory access. The order is that of the two size bits of an opcode (RFC 9669,
 * section 5).
 */
public enum MemSize {
  /** A word, 4 bytes. */
  W(4),
  /** A half word, 2 bytes. */
  H(2),
  B(1),
  /** A double word, 8 bytes. */
  DW(8);

  private final int bytes;

  MemSize(int bytes) {
    this.bytes = bytes;
  }

  /** 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** 8, 16, 32 or 64. */
  public int bits() {
    return bytes * 8;
  }

  /** As the kernel prints it: {@code u8 u16 u32 u64}. */
  public String text() {
    return "u" + bits();
  }

  /** As the kernel prints a sign-extending load: {@code s8 s16 s32}. */
  public String signedText() {
    return "s" + bits();
  }

  /**
   * The size of so many bytes.
   *
   * @throws IllegalArgumentException if it is not 1, 2, 4 or 8
   */
  public static MemSize ofBytes(int bytes) {
    return switch (bytes) {
      case 1 -> B;
      case 2 -> H;
      case 4 -> W;
      case 8 -> DW;
      default -> throw new IllegalArgumentException("no access of %d bytes".formatted(bytes));
    };
  }
}
