package dev.hugetext.bpf.btf.c;

import java.util.Locale;

/**
 * Room between members, filled with unnamed bit fields so that a compiler leaves the same.
 *
 * @param from first bit that is free, from the start of the struct
 * @param to first bit that is taken again
 * @param align of what comes next, in bytes
 * @param inBitFields whether bit fields are on both sides
 */
record Gap(long from, long to, int align, boolean inBitFields) {
  /** Types of fillers; the largest first. */
  private enum Filler {
    LONG(64),
    INT(32),
    SHORT(16),
    CHAR(8);

    private final int bits;
    private final String start;

    Filler(int bits) {
      this.bits = bits;
      this.start = name().toLowerCase(Locale.ROOT) + ": ";
    }

    /** First bit from {@code bit} on at which such a type may begin. */
    long roundUp(long bit) {
      return roundedUp(bit, bits);
    }

    String of(long width) {
      return start + width + ";";
    }

    /** The smallest in which {@code width} bits fit. */
    static Filler smallestFor(long width) {
      for (Filler filler : new Filler[] {CHAR, SHORT, INT}) {
        if (filler.bits >= width) {
          return filler;
        }
      }
      return LONG;
    }
  }

  private static long roundedUp(long bit, long unit) {
    return unit == 0 ? bit : (bit + unit - 1) / unit * unit;
  }

  /** Adds a line for each filler. */
  void fill(StringBuilder out, String lineStart, int type, Effort effort)
      throws UndeclarableException {
    if (to <= from) {
      return;
    }
    Filler filler = widest();
    long at = filler.roundUp(from);
    if (at > to) {
      at = from; // less than a byte is left: there is no boundary in it
    } else if (at > from && needsMark(at)) {
      out.append(lineStart).append(filler.of(inBitFields ? at - from : 0));
    }
    String whole = lineStart + filler.of(filler.bits);
    for (; to - at >= filler.bits; at += filler.bits) {
      effort.wrote(type, whole.length());
      out.append(whole);
    }
    if (at < to) {
      out.append(lineStart).append(Filler.smallestFor(to - at).of(to - at));
    }
  }

  /** The widest type that has a boundary within the gap. */
  private Filler widest() {
    for (Filler filler : Filler.values()) {
      if (filler.roundUp(from) <= to) {
        return filler;
      }
    }
    return Filler.CHAR;
  }

  /**
   * Whether a compiler would not go to the boundary by itself: it puts the next member closer, or
   * the filler that follows into what is left before the boundary.
   */
  private boolean needsMark(long boundary) {
    return inBitFields
        || boundary == to && roundedUp(from, (long) align * Byte.SIZE) != boundary
        || boundary != to && to - boundary <= boundary - from;
  }
}
