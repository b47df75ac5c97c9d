package dev.hugetext.verifier.domain;

/**
 * Everything known about one 64-bit number: its bits and its ranges, whole and low half.
 *
 * <p>A number is possible when all three descriptions allow it. Values come from {@link #of},
 * {@link #settled} and the operations of {@link ScalarAlu} and {@link ScalarBranch}, which keep the
 * descriptions as tight as each other.
 *
 * @param bits the known bits
 * @param wide ranges of all 64 bits
 * @param low ranges of the low 32 bits
 */
public record Scalar(Tnum bits, Bounds64 wide, Bounds32 low) {
  /** Nothing is known. */
  public static final Scalar UNKNOWN = new Scalar(Tnum.UNKNOWN, Bounds64.ALL, Bounds32.ALL);

  /** The constant 0. */
  public static final Scalar ZERO = of(0);

  /** Exactly {@code value}. */
  public static Scalar of(long value) {
    return new Scalar(Tnum.of(value), Bounds64.of(value), Bounds32.of((int) value));
  }

  /** The given knowledge after each description has learnt from the others. */
  public static Scalar settled(Tnum bits, Bounds64 wide, Bounds32 low) {
    return Deduction.settle(bits, wide, low);
  }

  /** This number after each description has learnt from the others. */
  public Scalar settled() {
    return Deduction.settle(bits, wide, low);
  }

  /** Whether one number only is possible. */
  public boolean isConst() {
    return bits.isConst();
  }

  /** Whether it is the constant 0. */
  public boolean isZero() {
    return bits.isConst(0);
  }

  /** The number, where {@link #isConst()}. */
  public long value() {
    return bits.value();
  }

  /** Smallest signed value. */
  public long smin() {
    return wide.smin();
  }

  /** Largest signed value. */
  public long smax() {
    return wide.smax();
  }

  /** Smallest unsigned value. */
  public long umin() {
    return wide.umin();
  }

  /** Largest unsigned value. */
  public long umax() {
    return wide.umax();
  }

  /** Number of significant bits of the largest unsigned value, 0..64. */
  public int bitWidth() {
    return 64 - Long.numberOfLeadingZeros(wide.umax());
  }

  /** Whether {@code value} is possible. */
  public boolean contains(long value) {
    return bits.contains(value) && wide.contains(value) && low.contains((int) value);
  }

  /** As {@code equals}, without the cost of a record's generated method. */
  public boolean sameAs(Scalar other) {
    return this == other
        || (bits.value() == other.bits.value()
            && bits.mask() == other.bits.mask()
            && wide.sameAs(other.wide)
            && low.sameAs(other.low));
  }

  /** Whether everything possible in {@code other} is possible here. */
  public boolean covers(Scalar other) {
    return this == other
        || wide.covers(other.wide) && low.covers(other.low) && bits.covers(other.bits);
  }

  /** Whether the descriptions contradict each other, as they may on a path that cannot run. */
  public boolean isContradiction() {
    if (wide.isEmpty() || low.isEmpty()) {
      return true;
    }
    long value = bits.value();
    boolean lowKnown = (int) bits.mask() == 0;
    return (bits.isConst() && !wide.isOnly(value)) || (lowKnown && !low.isOnly((int) value));
  }

  /** This, or with all ranges forgotten where the descriptions contradict each other. */
  public Scalar orUnboundedIfContradiction() {
    return isContradiction() ? new Scalar(bits, Bounds64.ALL, Bounds32.ALL) : this;
  }
}
