package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.table.RflagsSet.AF;
import static dev.hugetext.x86.table.RflagsSet.CF;
import static dev.hugetext.x86.table.RflagsSet.OF;
import static dev.hugetext.x86.table.RflagsSet.PF;
import static dev.hugetext.x86.table.RflagsSet.SF;
import static dev.hugetext.x86.table.RflagsSet.ZF;

import dev.hugetext.x86.table.Width;

/**
 * What the arithmetic effects mean: for each the value and the status flags, as pure functions of
 * the operands. The only place where that is written; every engine calls it.
 *
 * <p>Operands may have anything above their width. Values are right in the bits of the width, the
 * caller cuts. Where the low bits of the result depend on the low bits of the operands only, the
 * width is no argument. A flags function gives the six status flags at their positions in RFLAGS;
 * flags that the SDM leaves undefined are 0 or what falls out of the formula.
 */
public final class AluEffects {
  private AluEffects() {}

  /** {@code value} without what is above the width. */
  public static long zeroExtend(Width width, long value) {
    return value & width.mask();
  }

  /** {@code value} with the width's sign bit in everything above. */
  public static long signExtend(Width width, long value) {
    int unused = 64 - width.bits();
    return value << unused >> unused;
  }

  /** ADD, XADD: the sum. */
  public static long add(long left, long right) {
    return left + right;
  }

  /** ADC: the sum, with 0 or 1 carried in. */
  public static long addWithCarry(long left, long right, int carry) {
    return left + right + carry;
  }

  /** SBB: the difference, with 0 or 1 borrowed. */
  public static long subWithBorrow(long left, long right, int borrow) {
    return left - right - borrow;
  }

  /** BIT_SET: the value with the bits of the mask. */
  public static long setBits(long value, long mask) {
    return value | mask;
  }

  /** BIT_RESET: the value without the bits of the mask. */
  public static long resetBits(long value, long mask) {
    return value & ~mask;
  }

  /** BIT_COMPLEMENT: the value with the bits of the mask inverted. */
  public static long complementBits(long value, long mask) {
    return value ^ mask;
  }

  /** SUB, NEG (from 0), COMPARE, CMPXCHG: the difference. */
  public static long sub(long left, long right) {
    return left - right;
  }

  /** AND, TEST. */
  public static long and(long left, long right) {
    return left & right;
  }

  /** OR. */
  public static long or(long left, long right) {
    return left | right;
  }

  /** XOR. */
  public static long xor(long left, long right) {
    return left ^ right;
  }

  /** NOT. */
  public static long not(long value) {
    return ~value;
  }

  /** IMUL, MUL_WIDE, IMUL_WIDE: the low half of the product. */
  public static long multiply(long left, long right) {
    return left * right;
  }

  /** MUL_WIDE: the high half of the unsigned product. */
  public static long multiplyHigh(Width width, long left, long right) {
    return width == Width.Q
        ? Math.unsignedMultiplyHigh(left, right)
        : (zeroExtend(width, left) * zeroExtend(width, right)) >>> width.bits();
  }

  /** IMUL_WIDE: the high half of the signed product. */
  public static long multiplyHighSigned(Width width, long left, long right) {
    return width == Width.Q
        ? Math.multiplyHigh(left, right)
        : (signExtend(width, left) * signExtend(width, right)) >> width.bits();
  }

  /** How far a shift or rotate by {@code count} goes before it is seen modulo the width. */
  public static int shiftCount(Width width, long count) {
    return (int) count & (width == Width.Q ? 63 : 31);
  }

  /** SHL, SHLX by a {@link #shiftCount}. */
  public static long shiftLeft(long value, int count) {
    return value << count;
  }

  /** SHR, SHRX by a {@link #shiftCount}. */
  public static long shiftRight(Width width, long value, int count) {
    return zeroExtend(width, value) >>> count;
  }

  /** SAR, SARX by a {@link #shiftCount}. */
  public static long shiftRightSigned(Width width, long value, int count) {
    return signExtend(width, value) >> count;
  }

  /** ROL by a {@link #shiftCount}. */
  public static long rotateLeft(Width width, long value, int count) {
    int bits = width.bits();
    int by = count % bits;
    long from = zeroExtend(width, value);
    return by == 0 ? from : (from << by) | (from >>> (bits - by));
  }

  /** ROR by a {@link #shiftCount}. */
  public static long rotateRight(Width width, long value, int count) {
    return rotateLeft(width, value, width.bits() - count % width.bits());
  }

  /** BSWAP at width D or Q. */
  public static long swapBytes(Width width, long value) {
    return Long.reverseBytes(value) >>> (64 - width.bits());
  }

  /** The flags of {@link #add}; but for CF also those of INC. */
  public static int addFlags(Width width, long left, long right) {
    return addFlags(width, left, right, 0);
  }

  /** The flags of {@link #addWithCarry}. */
  public static int addFlags(Width width, long left, long right, int carry) {
    long sum = left + right + carry;
    long carries = (left & right) | ((left | right) & ~sum);
    long overflow = (left ^ sum) & (right ^ sum);
    return carryAndOverflow(width, carries, overflow) | resultFlags(width, sum);
  }

  /** The flags of {@link #sub}; but for CF also those of DEC. */
  public static int subFlags(Width width, long left, long right) {
    return subFlags(width, left, right, 0);
  }

  /** The flags of {@link #subWithBorrow}. */
  public static int subFlags(Width width, long left, long right, int borrow) {
    long difference = left - right - borrow;
    long borrows = (~left & right) | ((~left | right) & difference);
    long overflow = (left ^ right) & (left ^ difference);
    return carryAndOverflow(width, borrows, overflow) | resultFlags(width, difference);
  }

  /** The flags of {@link #shiftLeft} by a count that is not 0; AF is undefined, OF but for 1. */
  public static int shiftLeftFlags(Width width, long value, int count) {
    boolean carry = count <= width.bits() && bit(value, width.bits() - count);
    long result = shiftLeft(value, count);
    boolean overflow = bit(result, width.bits() - 1) != carry;
    return (carry ? CF : 0) | (overflow ? OF : 0) | resultFlags(width, result);
  }

  /** The flags of {@link #shiftRight} by a count that is not 0; AF is undefined, OF but for 1. */
  public static int shiftRightFlags(Width width, long value, int count) {
    boolean carry = bit(zeroExtend(width, value), count - 1);
    boolean overflow = bit(value, width.bits() - 1);
    long result = shiftRight(width, value, count);
    return (carry ? CF : 0) | (overflow ? OF : 0) | resultFlags(width, result);
  }

  /** The flags of {@link #shiftRightSigned} by a count that is not 0; AF is undefined. */
  public static int shiftRightSignedFlags(Width width, long value, int count) {
    boolean carry = bit(signExtend(width, value), count - 1);
    return (carry ? CF : 0) | resultFlags(width, shiftRightSigned(width, value, count));
  }

  /**
   * CF and OF after ROL by a count that is not 0; the other flags stay. OF is undefined but for 1.
   */
  public static int rotateLeftFlags(Width width, long result) {
    boolean carry = bit(result, 0);
    boolean overflow = bit(result, width.bits() - 1) != carry;
    return (carry ? CF : 0) | (overflow ? OF : 0);
  }

  /**
   * CF and OF after ROR by a count that is not 0; the other flags stay. OF is undefined but for 1.
   */
  public static int rotateRightFlags(Width width, long result) {
    boolean carry = bit(result, width.bits() - 1);
    boolean overflow = bit(result, width.bits() - 2) != carry;
    return (carry ? CF : 0) | (overflow ? OF : 0);
  }

  /** The flags of MUL_WIDE: CF and OF say that the high half matters; the others are undefined. */
  public static int multiplyFlags(Width width, long left, long right) {
    return zeroExtend(width, multiplyHigh(width, left, right)) == 0 ? 0 : CF | OF;
  }

  /** The flags of IMUL and IMUL_WIDE: as above for the signed product. */
  public static int multiplySignedFlags(Width width, long left, long right) {
    long sign = signExtend(width, multiply(left, right)) >> 63;
    return signExtend(width, multiplyHighSigned(width, left, right)) == sign ? 0 : CF | OF;
  }

  private static boolean bit(long value, int number) {
    return (value >>> number & 1) != 0;
  }

  private static int carryAndOverflow(Width width, long carries, long overflow) {
    int sign = width.bits() - 1;
    return (bit(carries, sign) ? CF : 0)
        | (bit(carries, 3) ? AF : 0)
        | (bit(overflow, sign) ? OF : 0);
  }

  /** ZF, SF and PF: what only the result says. */
  private static int resultFlags(Width width, long result) {
    return (zeroExtend(width, result) == 0 ? ZF : 0)
        | (bit(result, width.bits() - 1) ? SF : 0)
        | ((Long.bitCount(result & 0xFF) & 1) == 0 ? PF : 0);
  }
}
