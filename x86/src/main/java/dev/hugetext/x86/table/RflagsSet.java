package dev.hugetext.x86.table;

/**
 * A set of the six status flags, as a mask over RFLAGS.
 *
 * @param bits the flags at their positions in RFLAGS (SDM vol. 1, 3.4.3.1)
 */
public record RflagsSet(int bits) {
  /** Carry. */
  public static final int CF = 1;

  /** Parity of the lowest result byte. */
  public static final int PF = 1 << 2;

  /** Auxiliary carry, out of bit 3. */
  public static final int AF = 1 << 4;

  /** Zero. */
  public static final int ZF = 1 << 6;

  /** Sign. */
  public static final int SF = 1 << 7;

  /** Signed overflow. */
  public static final int OF = 1 << 11;

  /** All six status flags. */
  public static final int STATUS = OF | SF | ZF | AF | PF | CF;

  /** The empty set. */
  public static final RflagsSet NONE = new RflagsSet(0);

  public RflagsSet {
    if ((bits & ~STATUS) != 0) {
      throw new IllegalArgumentException("not status flags: 0x%x".formatted(bits & ~STATUS));
    }
  }

  /**
   * The set that a string of flag letters names, e.g. {@code "oszapc"}.
   *
   * @throws IllegalArgumentException for any other letter
   */
  public static RflagsSet parse(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |= bit(letters.charAt(i));
    }
    return bits == 0 ? NONE : new RflagsSet(bits);
  }

  /** Whether all of {@code flags} (a mask over RFLAGS) are in this set. */
  public boolean contains(int flags) {
    return (bits & flags) == flags;
  }

  private static int bit(char letter) {
    return switch (letter) {
      case 'o' -> OF;
      case 's' -> SF;
      case 'z' -> ZF;
      case 'a' -> AF;
      case 'p' -> PF;
      case 'c' -> CF;
      default ->
          throw new IllegalArgumentException("flag letter '%c', legal: oszapc".formatted(letter));
    };
  }
}
