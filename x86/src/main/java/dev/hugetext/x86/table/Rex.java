package dev.hugetext.x86.table;

/** The REX prefix (SDM vol. 2, 2.2.1.2): four bits above a fixed half. VEX has the same bits. */
public final class Rex {
  /** The prefix without any of its bits. */
  public static final int PREFIX = 0x40;

  /** The operand size is 64 bits. */
  public static final int W = 8;

  /** The high bit of ModRM.reg. */
  public static final int R = 4;

  /** The high bit of the index register. */
  public static final int X = 2;

  /** The high bit of ModRM.rm, the base register or the register in the opcode. */
  public static final int B = 1;

  private static final int BITS = W | R | X | B;

  private Rex() {}

  /** Whether a byte, 0..255, is such a prefix. */
  public static boolean is(int value) {
    return (value & ~BITS) == PREFIX;
  }
}
