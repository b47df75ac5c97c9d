package dev.hugetext.verifier.domain;

/**
 * The arithmetic of {@link Scalar}: one method per ALU operation, 64-bit or 32-bit.
 *
 * <p>A 32-bit operation computes on the low halves and zero-extends. Each result is settled, but
 * for the sign extensions, which Linux leaves as they come out. Division and remainder are not
 * here: their result is unknown (Linux 6.18).
 */
public final class ScalarAlu {
  private ScalarAlu() {}

  private static Scalar result(Tnum bits, Bounds64 wide, Bounds32 low, boolean is32) {
    Scalar raw = new Scalar(bits, wide, low);
    return is32 ? zeroExtendRaw(raw).settled() : raw.settled();
  }

  /** Sum. */
  public static Scalar add(Scalar a, Scalar b, boolean is32) {
    return result(a.bits().add(b.bits()), a.wide().add(b.wide()), a.low().add(b.low()), is32);
  }

  /** Difference. */
  public static Scalar sub(Scalar a, Scalar b, boolean is32) {
    return result(a.bits().sub(b.bits()), a.wide().sub(b.wide()), a.low().sub(b.low()), is32);
  }

  /** Negation. */
  public static Scalar neg(Scalar a, boolean is32) {
    return sub(Scalar.ZERO, a, is32);
  }

  /** Product. */
  public static Scalar mul(Scalar a, Scalar b, boolean is32) {
    return result(a.bits().mul(b.bits()), a.wide().mul(b.wide()), a.low().mul(b.low()), is32);
  }

  /** Bitwise and. */
  public static Scalar and(Scalar a, Scalar b, boolean is32) {
    Tnum bits = a.bits().and(b.bits());
    return result(bits, a.wide().and(b.wide(), bits), a.low().and(b.low(), bits), is32);
  }

  /** Bitwise or. */
  public static Scalar or(Scalar a, Scalar b, boolean is32) {
    Tnum bits = a.bits().or(b.bits());
    return result(bits, a.wide().or(b.wide(), bits), a.low().or(b.low(), bits), is32);
  }

  /** Bitwise exclusive or. */
  public static Scalar xor(Scalar a, Scalar b, boolean is32) {
    Tnum bits = a.bits().xor(b.bits());
    return result(bits, Bounds64.ofBits(bits), Bounds32.ofBits(bits), is32);
  }

  /** Left shift by a constant below the width. */
  public static Scalar shiftLeft(Scalar a, int by, boolean is32) {
    if (is32) {
      Tnum bits = a.bits().low().shiftLeft(by).low();
      return result(bits, Bounds64.ALL, a.low().shiftLeft(by), true);
    }
    return result(
        a.bits().shiftLeft(by), a.wide().shiftLeft(by, a.low()), a.low().shiftLeft(by), false);
  }

  /** Logical right shift by a constant below the width. */
  public static Scalar shiftRight(Scalar a, int by, boolean is32) {
    if (is32) {
      Tnum bits = a.bits().low().shiftRight(by);
      return result(bits, Bounds64.ALL, a.low().shiftRight(by), true);
    }
    return result(a.bits().shiftRight(by), a.wide().shiftRight(by), Bounds32.ALL, false);
  }

  /** Arithmetic right shift by a constant below the width. */
  public static Scalar shiftRightSigned(Scalar a, int by, boolean is32) {
    if (is32) {
      Tnum bits = a.bits().shiftRightSigned32(by);
      return result(bits, Bounds64.ALL, a.low().shiftRightSigned(by), true);
    }
    return result(
        a.bits().shiftRightSigned(by), a.wide().shiftRightSigned(by), Bounds32.ALL, false);
  }

  /** The low half, zero-extended. */
  public static Scalar zeroExtend32(Scalar a) {
    return zeroExtendRaw(a).settled();
  }

  private static Scalar zeroExtendRaw(Scalar a) {
    Bounds32 low = a.low();
    boolean signKnown = low.smin() >= 0 && low.smax() >= 0;
    long smin = signKnown ? low.smin() : 0;
    long smax = signKnown ? low.smax() : 0xffff_ffffL;
    long umin = Integer.toUnsignedLong(low.umin());
    long umax = Integer.toUnsignedLong(low.umax());
    return new Scalar(a.bits().low(), new Bounds64(smin, smax, umin, umax), low);
  }

  /** The low {@code bytes} (2, 4 or 8) bytes in opposite order, zero-extended. */
  public static Scalar swapBytes(Scalar a, int bytes) {
    return Scalar.settled(a.bits().swapBytes(bytes), Bounds64.ALL, Bounds32.ALL);
  }

  /** The low {@code bytes} (1, 2 or 4) bytes, zero-extended, as after a load. */
  public static Scalar truncate(Scalar a, int bytes) {
    Tnum bits = a.bits().truncate(bytes);
    long mask = (1L << (8 * bytes)) - 1;
    boolean sameRest = (a.umin() & ~mask) == (a.umax() & ~mask);
    long umin = sameRest ? a.umin() & mask : 0;
    long umax = sameRest ? a.umax() & mask : mask;
    Bounds32 low = bytes < 4 ? Bounds32.ALL : a.low();
    return Scalar.settled(bits, new Bounds64(umin, umax, umin, umax), low);
  }

  /** The low {@code bytes} (1, 2 or 4) bytes, sign-extended to 64 bits. */
  public static Scalar signExtend64(Scalar a, int bytes) {
    if (a.isConst()) {
      return Scalar.of(extend(a.value(), bytes));
    }
    int bits = 8 * bytes;
    if (a.smax() >> bits == a.smin() >> bits) {
      long p = extend(a.smax(), bytes);
      long q = extend(a.smin(), bytes);
      long max = Math.max(p, q);
      long min = Math.min(p, q);
      if (max >= 0 == min >= 0) {
        return new Scalar(
            Tnum.range(min, max),
            new Bounds64(min, max, min, max),
            new Bounds32((int) min, (int) max, (int) min, (int) max));
      }
    }
    long most = (1L << (bits - 1)) - 1;
    return new Scalar(
        Tnum.UNKNOWN,
        new Bounds64(-most - 1, most, 0, -1),
        new Bounds32((int) (-most - 1), (int) most, 0, -1));
  }

  /** The low {@code bytes} (1 or 2) bytes, sign-extended to 32 bits, then zero-extended. */
  public static Scalar signExtend32(Scalar a, int bytes) {
    if (a.isConst()) {
      return Scalar.of(extend(a.value(), bytes) & 0xffff_ffffL);
    }
    int bits = 8 * bytes;
    Bounds32 from = a.low();
    long most = (1L << (bits - 1)) - 1;
    Tnum known = Tnum.UNKNOWN.low();
    Bounds32 low = new Bounds32((int) (-most - 1), (int) most, 0, -1);
    if (from.smax() >> bits == from.smin() >> bits) {
      int p = (int) extend(from.smax(), bytes);
      int q = (int) extend(from.smin(), bytes);
      int max = Math.max(p, q);
      int min = Math.min(p, q);
      if (max >= 0 == min >= 0) {
        known = Tnum.range(min, max).low();
        low = new Bounds32(min, max, min, max);
      }
    }
    return zeroExtend32(new Scalar(known, Bounds64.ALL, low));
  }

  private static long extend(long value, int bytes) {
    int unused = 64 - 8 * bytes;
    return value << unused >> unused;
  }
}
