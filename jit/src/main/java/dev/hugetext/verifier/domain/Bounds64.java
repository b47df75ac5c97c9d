package dev.hugetext.verifier.domain;

/**
 * Two ranges of one 64-bit number: as signed and as unsigned, all ends inclusive.
 *
 * <p>The operations are interval arithmetic on each range alone; {@link Deduction} lets the ranges
 * learn from each other afterwards. A range may be empty ({@code min > max}) on a path that cannot
 * run.
 */
public record Bounds64(long smin, long smax, long umin, long umax) {
  /** Every 64-bit number. */
  public static final Bounds64 ALL = new Bounds64(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1);

  /** Exactly {@code value}. */
  public static Bounds64 of(long value) {
    return new Bounds64(value, value, value, value);
  }

  /** An unsigned range; signed it is the same one where it does not cross the sign boundary. */
  public static Bounds64 unsigned(long umin, long umax) {
    return umin <= umax
        ? new Bounds64(umin, umax, umin, umax)
        : new Bounds64(Long.MIN_VALUE, Long.MAX_VALUE, umin, umax);
  }

  static boolean less(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  static long least(long a, long b) {
    return less(b, a) ? b : a;
  }

  static long greatest(long a, long b) {
    return less(a, b) ? b : a;
  }

  /** As {@code equals}, without the cost of a record's generated method. */
  boolean sameAs(Bounds64 other) {
    return smin == other.smin && smax == other.smax && umin == other.umin && umax == other.umax;
  }

  /** Whether both ranges are just {@code value}. */
  boolean isOnly(long value) {
    return smin == value && smax == value && umin == value && umax == value;
  }

  /** Whether {@code value} lies in both ranges. */
  public boolean contains(long value) {
    return smin <= value && value <= smax && !less(value, umin) && !less(umax, value);
  }

  /** Whether both ranges of {@code other} lie within those of this. */
  public boolean covers(Bounds64 other) {
    return smin <= other.smin
        && other.smax <= smax
        && !less(other.umin, umin)
        && !less(umax, other.umax);
  }

  /** Whether a range is empty. */
  boolean isEmpty() {
    return smin > smax || less(umax, umin);
  }

  /** Sum. Unsigned ends stay usable where either none or both of them wrap. */
  Bounds64 add(Bounds64 b) {
    long low = smin + b.smin;
    long high = smax + b.smax;
    boolean signedWraps =
        ((smin ^ low) & (b.smin ^ low)) < 0 || ((smax ^ high) & (b.smax ^ high)) < 0;
    long first = umin + b.umin;
    long last = umax + b.umax;
    boolean onlyLastWraps = !less(first, umin) && less(last, umax);
    return new Bounds64(
        signedWraps ? Long.MIN_VALUE : low,
        signedWraps ? Long.MAX_VALUE : high,
        onlyLastWraps ? 0 : first,
        onlyLastWraps ? -1 : last);
  }

  /** Difference. Unsigned ends stay usable where either none or both of them wrap. */
  Bounds64 sub(Bounds64 b) {
    long low = smin - b.smax;
    long high = smax - b.smin;
    boolean signedWraps =
        ((smin ^ b.smax) & (smin ^ low)) < 0 || ((smax ^ b.smin) & (smax ^ high)) < 0;
    long first = umin - b.umax;
    long last = umax - b.umin;
    boolean onlyFirstWraps = less(umin, b.umax) && !less(umax, b.umin);
    return new Bounds64(
        signedWraps ? Long.MIN_VALUE : low,
        signedWraps ? Long.MAX_VALUE : high,
        onlyFirstWraps ? 0 : first,
        onlyFirstWraps ? -1 : last);
  }

  /** Product; a range is lost where one of its corner products overflows. */
  Bounds64 mul(Bounds64 b) {
    boolean unsignedFits =
        Math.unsignedMultiplyHigh(umax, b.umax) == 0
            && Math.unsignedMultiplyHigh(umin, b.umin) == 0;
    long first = unsignedFits ? umin * b.umin : 0;
    long last = unsignedFits ? umax * b.umax : -1;
    if (overflows(smin, b.smin)
        || overflows(smin, b.smax)
        || overflows(smax, b.smin)
        || overflows(smax, b.smax)) {
      return new Bounds64(Long.MIN_VALUE, Long.MAX_VALUE, first, last);
    }
    long p = smin * b.smin;
    long q = smin * b.smax;
    long r = smax * b.smin;
    long s = smax * b.smax;
    return new Bounds64(
        Math.min(Math.min(p, q), Math.min(r, s)),
        Math.max(Math.max(p, q), Math.max(r, s)),
        first,
        last);
  }

  private static boolean overflows(long a, long b) {
    return Math.multiplyHigh(a, b) != (a * b) >> 63;
  }

  /** Bitwise and, whose bits are {@code result}: not above either operand. */
  Bounds64 and(Bounds64 b, Tnum result) {
    return unsigned(result.value(), least(umax, b.umax));
  }

  /** Bitwise or, whose bits are {@code result}: not below either operand. */
  Bounds64 or(Bounds64 b, Tnum result) {
    return unsigned(greatest(umin, b.umin), result.value() | result.mask());
  }

  /** What the bits alone say, as for an exclusive or. */
  static Bounds64 ofBits(Tnum result) {
    return unsigned(result.value(), result.value() | result.mask());
  }

  /**
   * Left shift by a constant {@code 0..63}. By 32 the signed ends are the 32-bit ends moved up:
   * compilers sign-extend with {@code << 32, s>> 32}.
   */
  Bounds64 shiftLeft(int by, Bounds32 low) {
    long smin = by == 32 ? (long) low.smin() << 32 : Long.MIN_VALUE;
    long smax = by == 32 ? (long) low.smax() << 32 : Long.MAX_VALUE;
    boolean losesBits = less(1L << (63 - by), umax);
    return new Bounds64(smin, smax, losesBits ? 0 : umin << by, losesBits ? -1 : umax << by);
  }

  /** Logical right shift by a constant {@code 0..63}. */
  Bounds64 shiftRight(int by) {
    return new Bounds64(Long.MIN_VALUE, Long.MAX_VALUE, umin >>> by, umax >>> by);
  }

  /** Arithmetic right shift by a constant {@code 0..63}. */
  Bounds64 shiftRightSigned(int by) {
    return new Bounds64(smin >> by, smax >> by, 0, -1);
  }
}
