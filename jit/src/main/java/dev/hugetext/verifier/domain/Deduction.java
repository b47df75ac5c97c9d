package dev.hugetext.verifier.domain;

import static dev.hugetext.verifier.domain.Bounds64.greatest;
import static dev.hugetext.verifier.domain.Bounds64.least;
import static dev.hugetext.verifier.domain.Bounds64.less;

/**
 * Lets bits and ranges of one number learn from each other until they are as tight as Linux makes
 * them.
 *
 * <p>A scratch pad for one {@link #settle}: bits tighten the ranges, then three rounds of ranges
 * tightening ranges (low half from the whole, signed from unsigned and back, the whole from the low
 * half), then ranges tighten bits and bits once more the ranges. The order decides which of several
 * sound answers comes out; it is that of Linux 6.18, so that verdicts and logs are the same.
 */
final class Deduction {
  private static final long HIGH_HALF = 0xffff_ffff_0000_0000L;

  private Tnum bits;
  private long smin;
  private long smax;
  private long umin;
  private long umax;
  private int smin32;
  private int smax32;
  private int umin32;
  private int umax32;

  private Deduction(Tnum bits, Bounds64 wide, Bounds32 low) {
    this.bits = bits;
    this.smin = wide.smin();
    this.smax = wide.smax();
    this.umin = wide.umin();
    this.umax = wide.umax();
    this.smin32 = low.smin();
    this.smax32 = low.smax();
    this.umin32 = low.umin();
    this.umax32 = low.umax();
  }

  static Scalar settle(Tnum bits, Bounds64 wide, Bounds32 low) {
    long value = bits.value();
    if (bits.isConst() && wide.isOnly(value) && low.isOnly((int) value)) {
      return new Scalar(bits, wide, low); // the usual case: nothing to learn
    }
    Deduction pad = new Deduction(bits, wide, low);
    pad.rangesFromBits();
    for (int round = 0; round < 3; round++) {
      pad.lowFromWhole();
      pad.lowSignedAndUnsigned();
      pad.wholeSignedAndUnsigned();
      pad.wholeFromLow();
    }
    pad.bitsFromRanges();
    pad.rangesFromBits();
    return new Scalar(
        pad.bits,
        new Bounds64(pad.smin, pad.smax, pad.umin, pad.umax),
        new Bounds32(pad.smin32, pad.smax32, pad.umin32, pad.umax32));
  }

  private void rangesFromBits() {
    int value = (int) bits.value();
    int mask = (int) bits.mask();
    smin32 = Math.max(smin32, value | (mask & Integer.MIN_VALUE));
    smax32 = Math.min(smax32, value | (mask & Integer.MAX_VALUE));
    umin32 = Bounds32.greatest(umin32, value);
    umax32 = Bounds32.least(umax32, value | mask);
    wholeFromBits();
  }

  /** Where range and bits have one number in common only, it is that one. */
  private void onlyCommonNumber() {
    long next = bits.next(umin);
    if (bits.contains(umin)) {
      if (less(umax, next)) {
        become(umin);
      }
    } else if (next == bits.greatest()) {
      become(next);
    } else if (!less(umax, next) && less(umax, bits.next(next))) {
      become(next);
    }
  }

  private void become(long number) {
    bits = Tnum.of(number);
    smin = number;
    smax = number;
    umin = number;
    umax = number;
    smin32 = (int) number;
    smax32 = (int) number;
    umin32 = (int) number;
    umax32 = (int) number;
  }

  private void wholeFromBits() {
    long value = bits.value();
    long mask = bits.mask();
    smin = Math.max(smin, value | (mask & Long.MIN_VALUE));
    smax = Math.min(smax, value | (mask & Long.MAX_VALUE));
    umin = greatest(umin, value);
    umax = least(umax, value | mask);
    onlyCommonNumber();
  }

  /** Where the high half of a 64-bit range does not change, its low halves bound the low half. */
  private void lowFromWhole() {
    if (umin >>> 32 == umax >>> 32) {
      umin32 = Bounds32.greatest(umin32, (int) umin);
      umax32 = Bounds32.least(umax32, (int) umax);
      tightenSigned32((int) umin, (int) umax);
    }
    if (smin >> 32 == smax >> 32) {
      tightenUnsigned32((int) smin, (int) smax);
      tightenSigned32((int) smin, (int) smax);
    }
    // two neighbouring high halves, the low one ending negative and the high one starting positive
    if ((int) (umin >>> 32) + 1 == (int) (umax >>> 32)) {
      tightenAcrossZero((int) umin, (int) umax);
    }
    if ((int) (smin >> 32) + 1 == (int) (smax >> 32)) {
      tightenAcrossZero((int) smin, (int) smax);
    }
  }

  private void tightenUnsigned32(int min, int max) {
    if (!Bounds32.less(max, min)) {
      umin32 = Bounds32.greatest(umin32, min);
      umax32 = Bounds32.least(umax32, max);
    }
  }

  private void tightenSigned32(int min, int max) {
    if (min <= max) {
      smin32 = Math.max(smin32, min);
      smax32 = Math.min(smax32, max);
    }
  }

  private void tightenAcrossZero(int min, int max) {
    if (min < 0 && max >= 0) {
      smin32 = Math.max(smin32, min);
      smax32 = Math.min(smax32, max);
    }
  }

  /** A range that does not cross the other reading's boundary is a range there too. */
  private void lowSignedAndUnsigned() {
    tightenSigned32(umin32, umax32);
    if (!Bounds32.less(smax32, smin32)) {
      tightenUnsigned32(smin32, smax32);
    } else if (Bounds32.less(umax32, smin32)) {
      // signed crosses -1/0; unsigned overlaps only its non-negative end
      smin32 = umin32;
      umax32 = Bounds32.least(umax32, smax32);
    } else if (Bounds32.less(smax32, umin32)) {
      // ... or only its negative end
      smax32 = umax32;
      umin32 = Bounds32.greatest(umin32, smin32);
    }
  }

  private void wholeSignedAndUnsigned() {
    if (umin <= umax) {
      smin = Math.max(smin, umin);
      smax = Math.min(smax, umax);
    }
    if (!less(smax, smin)) {
      umin = greatest(umin, smin);
      umax = least(umax, smax);
    } else if (less(umax, smin)) {
      // signed crosses -1/0; unsigned overlaps only its non-negative end
      smin = umin;
      umax = least(umax, smax);
    } else if (less(smax, umin)) {
      // ... or only its negative end
      smax = umax;
      umin = greatest(umin, smin);
    }
  }

  /** The low half's range may cut both ends of the 64-bit ranges. */
  private void wholeFromLow() {
    long low = Integer.toUnsignedLong(umin32);
    long high = Integer.toUnsignedLong(umax32);
    umin = greatest(umin, (umin & HIGH_HALF) | low);
    umax = least(umax, (umax & HIGH_HALF) | high);
    smin = Math.max(smin, (smin & HIGH_HALF) | low);
    smax = Math.min(smax, (smax & HIGH_HALF) | high);
    if (smin32 >= 0 && smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE) {
      // a sign-extended 32-bit number that is not negative
      smin = smin32;
      umin = smin32;
      smax = smax32;
      umax = smax32;
      bits = bits.meet(Tnum.range(smin, smax));
    }
  }

  private void bitsFromRanges() {
    Tnum whole = bits.meet(Tnum.range(umin, umax));
    Tnum low =
        whole
            .low()
            .meet(Tnum.range(Integer.toUnsignedLong(umin32), Integer.toUnsignedLong(umax32)));
    bits = whole.withLow(low);
  }
}
