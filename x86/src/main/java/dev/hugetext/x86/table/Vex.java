package dev.hugetext.x86.table;

/**
 * The three-byte VEX prefix (SDM vol. 2, 2.3.5): a fixed first byte; inverted R, X, B and the
 * opcode map; W, an inverted register, the vector length and pp, which stands for a legacy prefix.
 */
public final class Vex {
  /** The first byte. */
  public static final int FIRST = 0xc4;

  private static final int MAP_0F38 = 2;
  private static final int MAP_MASK = 31;
  private static final int INVERTED_SHIFT = 5;
  private static final int W = 0x80;
  private static final int REGISTER_SHIFT = 3;
  private static final int REGISTERS = 15;
  private static final int LENGTH_256 = 4;

  /** The prefix sets of {@link Encoding} by pp. */
  private static final int[] PREFIXES = {
    0, Encoding.PREFIX_66, Encoding.PREFIX_F3, Encoding.PREFIX_F2
  };

  private Vex() {}

  /** The second byte, for the map 0F38 and the R, X and B of a {@link Rex}. */
  public static int second(int rex) {
    return (~rex & (Rex.R | Rex.X | Rex.B)) << INVERTED_SHIFT | MAP_0F38;
  }

  /**
   * The third byte, without a vector length.
   *
   * @param register 0..15
   * @param prefixes a set of {@link Encoding}'s PREFIX_ bits, of one at most
   */
  public static int third(boolean wide, int register, int prefixes) {
    int pp = 0;
    while (PREFIXES[pp] != prefixes) {
      pp++;
    }
    return (wide ? W : 0) | (~register & REGISTERS) << REGISTER_SHIFT | pp;
  }

  /** The bits W, R, X and B as {@link Rex} has them. */
  public static int rex(int second, int third) {
    int inverted = ~second >> INVERTED_SHIFT & (Rex.R | Rex.X | Rex.B);
    return inverted | ((third & W) != 0 ? Rex.W : 0);
  }

  /** The register in the third byte, 0..15. */
  public static int register(int third) {
    return ~third >> REGISTER_SHIFT & REGISTERS;
  }

  /** The prefix set that pp in the third byte stands for. */
  public static int prefixes(int third) {
    return PREFIXES[third & PREFIXES.length - 1];
  }

  /** Whether the opcode is of map 0F38 and works on general registers or 128 bits. */
  public static boolean isOfTheTable(int second, int third) {
    return (second & MAP_MASK) == MAP_0F38 && (third & LENGTH_256) == 0;
  }
}
