package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;

/** A number at the start of a text, behind white space and a sign: {@code bpf_strtol}'s grammar. */
final class NumberText {
  private static final long BASE_MASK = 0x1f;

  /** So much of the text is looked at, behind its white space and sign. */
  private static final int MAX_LENGTH = 63;

  private final byte[] text;
  private final long flags;
  private int at;
  private int end;
  private boolean negative;
  private long magnitude;

  NumberText(byte[] text, long flags) {
    this.text = text;
    this.flags = flags;
    end = text.length;
  }

  boolean negative() {
    return negative;
  }

  /** Without its sign, as 64 unsigned bits. */
  long magnitude() {
    return magnitude;
  }

  /** How many bytes it takes, or a negative errno. */
  long parse() {
    int base = (int) (flags & BASE_MASK);
    boolean known = base == 0 || base == 8 || base == 10 || base == 16;
    if (!known || (flags & ~BASE_MASK) != 0) {
      return Errno.EINVAL.negative();
    }
    while (at < text.length && isSpace(text[at])) {
      at++;
    }
    negative = at < text.length && text[at] == '-';
    if (negative) {
      at++;
    }
    end = Math.min(text.length, at + MAX_LENGTH);
    return digits(radix(base));
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == (byte) 0xa0;
  }

  private int character(int index) {
    return index < end ? text[index] & 0xff : 0;
  }

  /** The base that a prefix says, where it may; the prefix is passed over. */
  private int radix(int base) {
    boolean zero = character(at) == '0';
    boolean hex = zero && (character(at + 1) | 0x20) == 'x';
    int radix = base;
    if (base == 0 && !zero) {
      radix = 10;
    } else if (base == 0) {
      radix = hex && digit(character(at + 2)) < 16 ? 16 : 8;
    }
    if (radix == 16 && hex) {
      at += 2;
    }
    return radix;
  }

  /** The value of a digit; more than any base where it is none. */
  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : Integer.MAX_VALUE;
  }

  private long digits(int radix) {
    int first = at;
    boolean overflow = false;
    for (; digit(character(at)) < radix; at++) {
      int digit = digit(character(at));
      overflow |= Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, radix)) > 0;
      magnitude = magnitude * radix + digit;
    }
    if (overflow) {
      return Errno.ERANGE.negative();
    }
    return at == first ? Errno.EINVAL.negative() : at;
  }
}
