package dev.hugetext.verifier.domain;

import java.util.ArrayList;
import java.util.List;

/** All descriptions of numbers of a few bits, and the numbers they describe. */
final class SmallNumbers {
  private SmallNumbers() {}

  /** All tristate numbers whose unknown and set bits are among the lowest {@code bits}. */
  static List<Tnum> tnums(int bits) {
    List<Tnum> all = new ArrayList<>();
    for (long mask = 0; mask < 1L << bits; mask++) {
      for (long value = 0; value < 1L << bits; value++) {
        if ((value & mask) == 0) {
          all.add(new Tnum(value, mask));
        }
      }
    }
    return all;
  }

  /** What a tristate number with few unknown bits describes. */
  static long[] members(Tnum tnum) {
    long[] members = new long[1 << Long.bitCount(tnum.mask())];
    int count = 0;
    long subset = 0;
    do {
      members[count++] = tnum.value() | subset;
      subset = (subset - tnum.mask()) & tnum.mask();
    } while (subset != 0);
    return members;
  }

  /** All signed ranges of {@code bits} bits, as settled numbers. */
  static List<Scalar> ranges(int bits) {
    List<Scalar> all = new ArrayList<>();
    long end = 1L << (bits - 1);
    for (long min = -end; min < end; min++) {
      for (long max = min; max < end; max++) {
        all.add(Scalar.settled(Tnum.UNKNOWN, new Bounds64(min, max, 0, -1), Bounds32.ALL));
      }
    }
    return all;
  }
}
