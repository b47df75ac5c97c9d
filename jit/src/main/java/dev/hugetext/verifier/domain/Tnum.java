package dev.hugetext.verifier.domain;

/**
 * A tristate number: every one of 64 bits is known 0, known 1, or unknown.
 *
 * <p>Bit i is unknown where {@code mask} has it, else it is bit i of {@code value}. The algebra is
 * the published one ("Sound, Precise, and Fast Abstract Interpretation with Tristate Numbers",
 * 2022; multiplication by accumulating unions, Linux 6.18).
 *
 * @param value the known bits; never overlaps {@code mask}
 * @param mask the unknown bits
 */
public record Tnum(long value, long mask) {
  /** No bit is known. */
  public static final Tnum UNKNOWN = new Tnum(0, -1);

  /** The constant 0. */
  public static final Tnum ZERO = new Tnum(0, 0);

  private static final long LOW_HALF = 0xffff_ffffL;

  public Tnum {
    if ((value & mask) != 0) {
      throw new IllegalArgumentException(
          "a bit is both known and unknown: value=0x%x mask=0x%x".formatted(value, mask));
    }
  }

  /** The number that is exactly {@code value}. */
  public static Tnum of(long value) {
    return new Tnum(value, 0);
  }

  /** The best description of the unsigned range {@code [min, max]}: the common leading bits. */
  public static Tnum range(long min, long max) {
    long differing = min ^ max;
    if (differing < 0) {
      return UNKNOWN; // even the top bit differs
    }
    long unknown = differing == 0 ? 0 : (Long.highestOneBit(differing) << 1) - 1;
    return new Tnum(min & ~unknown, unknown);
  }

  private static Tnum masked(long value, long mask) {
    return new Tnum(value & ~mask, mask);
  }

  /** Whether only one number is described. */
  public boolean isConst() {
    return mask == 0;
  }

  /** Whether exactly {@code number} is described. */
  public boolean isConst(long number) {
    return mask == 0 && value == number;
  }

  /** Whether {@code number} is among the described numbers. */
  public boolean contains(long number) {
    return ((number ^ value) & ~mask) == 0;
  }

  /** Whether everything that {@code other} describes is described here too. */
  public boolean covers(Tnum other) {
    return (other.mask & ~mask) == 0 && (other.value & ~mask) == value;
  }

  /** Whether some number is described by both. */
  public boolean overlaps(Tnum other) {
    return ((value ^ other.value) & ~mask & ~other.mask) == 0;
  }

  /** Whether every described number is a multiple of {@code size}, a power of two. */
  public boolean isAligned(long size) {
    return ((value | mask) & (size - 1)) == 0;
  }

  /** The largest number described. */
  public long greatest() {
    return value | mask;
  }

  /**
   * The smallest number described that is above {@code number}, unsigned; the largest number
   * described if none is.
   */
  public long next(long number) {
    if (Long.compareUnsigned(number, greatest()) >= 0) {
      return greatest();
    }
    if (Long.compareUnsigned(number, value) < 0) {
      return value;
    }
    // members are value + s for the submasks s of mask: find the smallest s above number - value
    long distance = number - value;
    long outside = distance & ~mask;
    long below = outside == 0 ? 0 : (Long.highestOneBit(outside) << 1) - 1;
    long filled = distance | below | ~mask; // a carry ripples through bits outside the mask
    return value | ((filled + 1) & mask);
  }

  /** Sum; carries make the bits they may reach unknown. */
  public Tnum add(Tnum b) {
    long leastSum = value + b.value;
    long greatestSum = leastSum + mask + b.mask;
    return masked(leastSum, (greatestSum ^ leastSum) | mask | b.mask);
  }

  /** Difference; borrows make the bits they may reach unknown. */
  public Tnum sub(Tnum b) {
    long difference = value - b.value;
    long most = difference + mask;
    long least = difference - b.mask;
    return masked(difference, (most ^ least) | mask | b.mask);
  }

  /** Two's complement negation. */
  public Tnum neg() {
    return ZERO.sub(this);
  }

  /** Bitwise and. */
  public Tnum and(Tnum b) {
    long certain = value & b.value;
    return new Tnum(certain, (value | mask) & (b.value | b.mask) & ~certain);
  }

  /** Bitwise or. */
  public Tnum or(Tnum b) {
    long certain = value | b.value;
    return new Tnum(certain, (mask | b.mask) & ~certain);
  }

  /** Bitwise exclusive or. */
  public Tnum xor(Tnum b) {
    return masked(value ^ b.value, mask | b.mask);
  }

  /** Product, modulo 2^64: shift and add, joining both cases of an unknown bit. */
  public Tnum mul(Tnum b) {
    Tnum sum = ZERO;
    Tnum left = this;
    Tnum right = b;
    while (left.value != 0 || left.mask != 0) {
      if ((left.value & 1) != 0) {
        sum = sum.add(right);
      } else if ((left.mask & 1) != 0) {
        sum = sum.join(sum.add(right));
      }
      left = left.shiftRight(1);
      right = right.shiftLeft(1);
    }
    return sum;
  }

  /** Left shift by {@code 0..63} bits. */
  public Tnum shiftLeft(int by) {
    return new Tnum(value << by, mask << by);
  }

  /** Logical right shift by {@code 0..63} bits. */
  public Tnum shiftRight(int by) {
    return new Tnum(value >>> by, mask >>> by);
  }

  /** Arithmetic right shift of all 64 bits by {@code 0..63}. */
  public Tnum shiftRightSigned(int by) {
    return new Tnum(value >> by, mask >> by);
  }

  /** Arithmetic right shift of the low 32 bits by {@code 0..31}; the high half becomes 0. */
  public Tnum shiftRightSigned32(int by) {
    return new Tnum(((int) value >> by) & LOW_HALF, ((int) mask >> by) & LOW_HALF);
  }

  /** The low {@code bytes} (2, 4 or 8) bytes in opposite order, zero-extended. */
  public Tnum swapBytes(int bytes) {
    int unused = 64 - 8 * bytes;
    return new Tnum(Long.reverseBytes(value) >>> unused, Long.reverseBytes(mask) >>> unused);
  }

  /** What is known when both descriptions hold; where they contradict, a known 1 wins. */
  public Tnum meet(Tnum b) {
    long unknown = mask & b.mask;
    return masked(value | b.value, unknown);
  }

  /** The best description of everything that either describes. */
  public Tnum join(Tnum b) {
    return masked(value & b.value, (value ^ b.value) | mask | b.mask);
  }

  /** The low {@code bytes} bytes, zero-extended. */
  public Tnum truncate(int bytes) {
    long kept = bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    return new Tnum(value & kept, mask & kept);
  }

  /** The low 32 bits, zero-extended. */
  public Tnum low() {
    return new Tnum(value & LOW_HALF, mask & LOW_HALF);
  }

  /** The high half of this with the low half of {@code low}. */
  public Tnum withLow(Tnum low) {
    return new Tnum(
        (value & ~LOW_HALF) | (low.value & LOW_HALF), (mask & ~LOW_HALF) | (low.mask & LOW_HALF));
  }

  /** In the kernel's log notation, e.g. {@code (0x0; 0xff)}. */
  @Override
  public String toString() {
    return "(0x%x; 0x%x)".formatted(value, mask);
  }
}
