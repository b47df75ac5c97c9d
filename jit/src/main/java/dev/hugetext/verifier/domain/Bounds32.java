package dev.hugetext.verifier.domain;

/**
 * Two ranges of the low half of a number: as signed and as unsigned 32 bits, all ends inclusive.
 *
 * <p>The unsigned ends are {@code int}s to be read as unsigned. The operations mirror those of
 * {@link Bounds64}.
 */
public record Bounds32(int smin, int smax, int umin, int umax) {
  /** Every 32-bit number. */
  public static final Bounds32 ALL = new Bounds32(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1);

  /** Exactly {@code value}. */
  public static Bounds32 of(int value) {
    return new Bounds32(value, value, value, value);
  }

  /** An unsigned range; signed it is the same one where it does not cross the sign boundary. */
  static Bounds32 unsigned(int umin, int umax) {
    return umin <= umax
        ? new Bounds32(umin, umax, umin, umax)
        : new Bounds32(Integer.MIN_VALUE, Integer.MAX_VALUE, umin, umax);
  }

  static boolean less(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0;
  }

  static int least(int a, int b) {
    return less(b, a) ? b : a;
  }

  static int greatest(int a, int b) {
    return less(a, b) ? b : a;
  }

  /** As {@code equals}, without the cost of a record's generated method. */
  boolean sameAs(Bounds32 other) {
    return smin == other.smin && smax == other.smax && umin == other.umin && umax == other.umax;
  }

  /** Whether both ranges are just {@code value}. */
  boolean isOnly(int value) {
    return smin == value && smax == value && umin == value && umax == value;
  }

  /** Whether {@code value} lies in both ranges. */
  public boolean contains(int value) {
    return smin <= value && value <= smax && !less(value, umin) && !less(umax, value);
  }

  /** Whether both ranges of {@code other} lie within those of this. */
  public boolean covers(Bounds32 other) {
    return smin <= other.smin
        && other.smax <= smax
        && !less(other.umin, umin)
        && !less(umax, other.umax);
  }

  /** Whether a range is empty. */
  boolean isEmpty() {
    return smin > smax || less(umax, umin);
  }

  private static boolean fits(long value) {
    return value == (int) value;
  }

  /** Sum; as {@link Bounds64#add}. */
  Bounds32 add(Bounds32 b) {
    long low = (long) smin + b.smin;
    long high = (long) smax + b.smax;
    boolean signedFits = fits(low) && fits(high);
    int first = umin + b.umin;
    int last = umax + b.umax;
    boolean onlyLastWraps = !less(first, umin) && less(last, umax);
    return new Bounds32(
        signedFits ? (int) low : Integer.MIN_VALUE,
        signedFits ? (int) high : Integer.MAX_VALUE,
        onlyLastWraps ? 0 : first,
        onlyLastWraps ? -1 : last);
  }

  /** Difference; as {@link Bounds64#sub}. */
  Bounds32 sub(Bounds32 b) {
    long low = (long) smin - b.smax;
    long high = (long) smax - b.smin;
    boolean signedFits = fits(low) && fits(high);
    boolean onlyFirstWraps = less(umin, b.umax) && !less(umax, b.umin);
    return new Bounds32(
        signedFits ? (int) low : Integer.MIN_VALUE,
        signedFits ? (int) high : Integer.MAX_VALUE,
        onlyFirstWraps ? 0 : umin - b.umax,
        onlyFirstWraps ? -1 : umax - b.umin);
  }

  /** Product; as {@link Bounds64#mul}. */
  Bounds32 mul(Bounds32 b) {
    long last = Integer.toUnsignedLong(umax) * Integer.toUnsignedLong(b.umax);
    boolean unsignedFits = last >>> 32 == 0;
    long p = (long) smin * b.smin;
    long q = (long) smin * b.smax;
    long r = (long) smax * b.smin;
    long s = (long) smax * b.smax;
    boolean signedFits = fits(p) && fits(q) && fits(r) && fits(s);
    return new Bounds32(
        signedFits ? (int) Math.min(Math.min(p, q), Math.min(r, s)) : Integer.MIN_VALUE,
        signedFits ? (int) Math.max(Math.max(p, q), Math.max(r, s)) : Integer.MAX_VALUE,
        unsignedFits ? umin * b.umin : 0,
        unsignedFits ? (int) last : -1);
  }

  /** Bitwise and, whose low bits are {@code result}. */
  Bounds32 and(Bounds32 b, Tnum result) {
    return unsigned((int) result.value(), least(umax, b.umax));
  }

  /** Bitwise or, whose low bits are {@code result}. */
  Bounds32 or(Bounds32 b, Tnum result) {
    return unsigned(greatest(umin, b.umin), (int) (result.value() | result.mask()));
  }

  /** What the low bits alone say, as for an exclusive or. */
  static Bounds32 ofBits(Tnum result) {
    return unsigned((int) result.value(), (int) (result.value() | result.mask()));
  }

  /** Left shift by a constant {@code 0..63}; 32 and more leave nothing known. */
  Bounds32 shiftLeft(int by) {
    if (by > 31 || less(1 << (31 - by), umax)) {
      return ALL;
    }
    return new Bounds32(Integer.MIN_VALUE, Integer.MAX_VALUE, umin << by, umax << by);
  }

  /** Logical right shift by a constant {@code 0..31}. */
  Bounds32 shiftRight(int by) {
    return new Bounds32(Integer.MIN_VALUE, Integer.MAX_VALUE, umin >>> by, umax >>> by);
  }

  /** Arithmetic right shift by a constant {@code 0..31}. */
  Bounds32 shiftRightSigned(int by) {
    return new Bounds32(smin >> by, smax >> by, 0, -1);
  }
}
