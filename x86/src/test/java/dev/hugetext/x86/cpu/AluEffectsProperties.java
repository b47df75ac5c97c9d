package dev.hugetext.x86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Values and flags against unbounded integers: what the flags say about the true result. */
class AluEffectsProperties {
  private static BigInteger unsigned(Width width, long value) {
    return new BigInteger(Long.toUnsignedString(value & width.mask()));
  }

  private static BigInteger signed(Width width, long value) {
    BigInteger number = unsigned(width, value);
    return number.testBit(width.bits() - 1)
        ? number.subtract(BigInteger.ONE.shiftLeft(width.bits()))
        : number;
  }

  private static boolean fitsUnsigned(Width width, BigInteger number) {
    return number.signum() >= 0 && number.bitLength() <= width.bits();
  }

  private static boolean fitsSigned(Width width, BigInteger number) {
    return number.bitLength() < width.bits();
  }

  private static void assertFlag(boolean expected, int flags, int flag) {
    assertEquals(expected, (flags & flag) != 0);
  }

  private static void assertResult(Width width, BigInteger exact, long value, int flags) {
    assertEquals(exact.longValue() & width.mask(), value & width.mask());
    assertFlag((value & width.mask()) == 0, flags, RflagsSet.ZF);
    assertFlag(signed(width, value).signum() < 0, flags, RflagsSet.SF);
    assertFlag(Long.bitCount(value & 0xFF) % 2 == 0, flags, RflagsSet.PF);
  }

  /** Carry: the unsigned sum does not fit; overflow: the signed one; AF: that of four bits. */
  @Property
  void addition(@ForAll Width width, @ForAll long left, @ForAll long right) {
    int flags = AluEffects.addFlags(width, left, right);
    BigInteger sum = unsigned(width, left).add(unsigned(width, right));
    assertResult(width, sum, AluEffects.add(left, right), flags);
    assertFlag(!fitsUnsigned(width, sum), flags, RflagsSet.CF);
    BigInteger signedSum = signed(width, left).add(signed(width, right));
    assertFlag(!fitsSigned(width, signedSum), flags, RflagsSet.OF);
    assertFlag((left & 15) + (right & 15) > 15, flags, RflagsSet.AF);
  }

  @Property
  void subtraction(@ForAll Width width, @ForAll long left, @ForAll long right) {
    int flags = AluEffects.subFlags(width, left, right);
    BigInteger difference = unsigned(width, left).subtract(unsigned(width, right));
    assertResult(width, difference, AluEffects.sub(left, right), flags);
    assertFlag(!fitsUnsigned(width, difference), flags, RflagsSet.CF);
    BigInteger signedDifference = signed(width, left).subtract(signed(width, right));
    assertFlag(!fitsSigned(width, signedDifference), flags, RflagsSet.OF);
    assertFlag((left & 15) < (right & 15), flags, RflagsSet.AF);
  }

  /** As addition and subtraction, of three numbers. */
  @Property
  void carryAndBorrow(
      @ForAll Width width, @ForAll long left, @ForAll long right, @ForAll boolean set) {
    int carry = set ? 1 : 0;
    int flags = AluEffects.addFlags(width, left, right, carry);
    BigInteger in = BigInteger.valueOf(carry);
    BigInteger sum = unsigned(width, left).add(unsigned(width, right)).add(in);
    assertResult(width, sum, AluEffects.addWithCarry(left, right, carry), flags);
    assertFlag(!fitsUnsigned(width, sum), flags, RflagsSet.CF);
    BigInteger signedSum = signed(width, left).add(signed(width, right)).add(in);
    assertFlag(!fitsSigned(width, signedSum), flags, RflagsSet.OF);
    assertFlag((left & 15) + (right & 15) + carry > 15, flags, RflagsSet.AF);
    int borrowed = AluEffects.subFlags(width, left, right, carry);
    BigInteger rest = unsigned(width, left).subtract(unsigned(width, right)).subtract(in);
    assertResult(width, rest, AluEffects.subWithBorrow(left, right, carry), borrowed);
    assertFlag(!fitsUnsigned(width, rest), borrowed, RflagsSet.CF);
    BigInteger signedRest = signed(width, left).subtract(signed(width, right)).subtract(in);
    assertFlag(!fitsSigned(width, signedRest), borrowed, RflagsSet.OF);
    assertFlag((left & 15) < (right & 15) + carry, borrowed, RflagsSet.AF);
  }

  /** CF and OF of a multiplication: the product does not fit the width. */
  @Property
  void multiplication(@ForAll Width width, @ForAll long left, @ForAll long right) {
    BigInteger product = unsigned(width, left).multiply(unsigned(width, right));
    assertEquals(
        product.shiftRight(width.bits()).longValue(),
        AluEffects.multiplyHigh(width, left, right) & width.mask());
    assertFlag(
        !fitsUnsigned(width, product), AluEffects.multiplyFlags(width, left, right), RflagsSet.CF);
    BigInteger signedProduct = signed(width, left).multiply(signed(width, right));
    assertFlag(
        !fitsSigned(width, signedProduct),
        AluEffects.multiplySignedFlags(width, left, right),
        RflagsSet.OF);
  }

  /** CF of a shift: the bit that went out last. */
  @Property
  void shifts(@ForAll Width width, @ForAll long value, @ForAll @IntRange(min = 1, max = 63) int n) {
    int count = AluEffects.shiftCount(width, n);
    if (count == 0 || count > width.bits()) {
      return;
    }
    BigInteger left = unsigned(width, value).shiftLeft(count);
    int leftFlags = AluEffects.shiftLeftFlags(width, value, count);
    assertResult(width, left, AluEffects.shiftLeft(value, count), leftFlags);
    assertFlag(left.testBit(width.bits()), leftFlags, RflagsSet.CF);
    BigInteger number = unsigned(width, value);
    int rightFlags = AluEffects.shiftRightFlags(width, value, count);
    long right = AluEffects.shiftRight(width, value, count);
    assertResult(width, number.shiftRight(count), right, rightFlags);
    assertFlag(number.testBit(count - 1), rightFlags, RflagsSet.CF);
    int signedFlags = AluEffects.shiftRightSignedFlags(width, value, count);
    BigInteger arithmetic = signed(width, value).shiftRight(count);
    assertResult(width, arithmetic, AluEffects.shiftRightSigned(width, value, count), signedFlags);
  }

  /** Rotating there and back changes nothing. */
  @Property
  void rotations(@ForAll Width width, @ForAll long value, @ForAll @IntRange(max = 63) int count) {
    long there = AluEffects.rotateLeft(width, value, count);
    assertEquals(value & width.mask(), AluEffects.rotateRight(width, there, count) & width.mask());
  }

  /** Quotient times divisor plus remainder is the dividend, of twice the width. */
  @Property
  void divisions(@ForAll Width width, @ForAll long high, @ForAll long low, @ForAll long divisor) {
    Division result = Division.unsigned(width, high, low, divisor);
    BigInteger by = unsigned(width, divisor);
    BigInteger dividend = unsigned(width, high).shiftLeft(width.bits()).add(unsigned(width, low));
    boolean fits = by.signum() != 0 && fitsUnsigned(width, dividend.divide(by));
    assertEquals(fits, result != null);
    if (result != null) {
      BigInteger back =
          unsigned(width, result.quotient()).multiply(by).add(unsigned(width, result.remainder()));
      assertEquals(dividend, back);
    }
  }

  @Property
  void signedDivisions(
      @ForAll Width width,
      @ForAll long low,
      @ForAll @IntRange(min = -3, max = 3) int high,
      @ForAll long divisor) {
    Division result = Division.signed(width, high, low, divisor);
    BigInteger by = signed(width, divisor);
    BigInteger dividend = signed(width, high).shiftLeft(width.bits()).add(unsigned(width, low));
    boolean fits = by.signum() != 0 && fitsSigned(width, dividend.divide(by));
    assertEquals(fits, result != null);
    if (result != null) {
      assertEquals(dividend.divide(by), signed(width, result.quotient()));
      assertEquals(dividend.remainder(by), signed(width, result.remainder()));
    }
  }

  /** A lazily kept comparison answers every condition as its flags do. */
  @Property
  void conditions(@ForAll Width width, @ForAll long left, @ForAll long right) {
    LazyFlags lazy = new LazyFlags();
    lazy.note(
        LazyFlags.code(LazyFlags.Rule.SUB, width),
        AluEffects.signExtend(width, left),
        AluEffects.signExtend(width, right));
    LazyFlags exact = new LazyFlags();
    exact.set(AluEffects.subFlags(width, left, right));
    for (var condition : Condition.values()) {
      assertEquals(exact.holds(condition), lazy.holds(condition), condition.name());
      assertEquals(condition.holds(exact.status()), lazy.holds(condition), condition.name());
    }
  }
}
