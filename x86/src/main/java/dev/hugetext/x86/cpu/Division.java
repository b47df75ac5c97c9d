package dev.hugetext.x86.cpu;

import dev.hugetext.x86.table.Width;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What DIV and IDIV mean: a dividend of twice the width, in two halves.
 *
 * @param quotient in the bits of the width
 * @param remainder in the bits of the width
 */
record Division(long quotient, long remainder) {

  /** DIV; null where the divisor is 0 or the quotient does not fit: a divide error. */
  static @Nullable Division unsigned(Width width, long high, long low, long divisor) {
    long by = AluEffects.zeroExtend(width, divisor);
    if (by == 0 || Long.compareUnsigned(AluEffects.zeroExtend(width, high), by) >= 0) {
      return null;
    }
    if (width == Width.Q && high != 0) {
      BigInteger[] parts = join(unsignedValue(high), low).divideAndRemainder(unsignedValue(by));
      return new Division(parts[0].longValue(), parts[1].longValue());
    }
    long dividend =
        width == Width.Q
            ? low
            : (AluEffects.zeroExtend(width, high) << width.bits())
                | AluEffects.zeroExtend(width, low);
    return new Division(Long.divideUnsigned(dividend, by), Long.remainderUnsigned(dividend, by));
  }

  /** IDIV; null where the divisor is 0 or the quotient does not fit: a divide error. */
  static @Nullable Division signed(Width width, long high, long low, long divisor) {
    long by = AluEffects.signExtend(width, divisor);
    if (by == 0) {
      return null;
    }
    if (width == Width.Q && high != low >> 63) {
      BigInteger[] parts =
          join(BigInteger.valueOf(high), low).divideAndRemainder(BigInteger.valueOf(by));
      return parts[0].bitLength() > 63
          ? null
          : new Division(parts[0].longValue(), parts[1].longValue());
    }
    long dividend =
        width == Width.Q
            ? low
            : (AluEffects.signExtend(width, high) << width.bits())
                | AluEffects.zeroExtend(width, low);
    if (dividend == Long.MIN_VALUE && by == -1) {
      return null;
    }
    long quotient = dividend / by;
    return AluEffects.signExtend(width, quotient) == quotient
        ? new Division(quotient, dividend % by)
        : null;
  }

  private static BigInteger join(BigInteger high, long low) {
    return high.shiftLeft(64).or(unsignedValue(low));
  }

  private static BigInteger unsignedValue(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
  }
}
