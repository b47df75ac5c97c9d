package dev.hugetext.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Zero-terminated strings by offset; the last byte is zero. In split BTF the offsets go on behind
 * those of the base, whose strings are found as well.
 */
final class StringTable {
  static final StringTable EMPTY = new StringTable();

  private static final int FLAVOUR_UNDERSCORES = 3;

  private final @Nullable StringTable base;
  private final int start;
  private final int end;
  private final byte[] bytes;

  /** What to add to an offset to find its byte in {@code bytes}. */
  private final int shift;

  private StringTable() {
    this.base = null;
    this.start = 0;
    this.end = 0;
    this.bytes = new byte[0];
    this.shift = 0;
  }

  /**
   * @param base {@link #EMPTY} if there is none
   * @param bytes in which the table lies; kept
   * @param from where in {@code bytes}
   * @param length in bytes, together with the base's at most {@link Integer#MAX_VALUE}; 0 only if
   *     there is a base
   */
  StringTable(StringTable base, byte[] bytes, int from, int length) {
    this.base = base;
    this.start = base.end;
    this.end = start + length;
    this.bytes = bytes;
    this.shift = from - start;
  }

  /** First offset behind the table, in bytes. */
  int end() {
    return end;
  }

  Optional<String> at(int offset) {
    return offset < 0 || offset >= end ? Optional.empty() : Optional.of(text(offset));
  }

  /** The string at an offset that lies in the table or its base. */
  String text(int offset) {
    StringTable home = home(offset);
    int length = home.lengthAt(offset);
    return new String(home.bytes, offset + home.shift, length, StandardCharsets.UTF_8);
  }

  /** Its length in bytes. */
  int lengthAt(int offset) {
    StringTable home = home(offset);
    int from = offset + home.shift;
    int to = from;
    while (home.bytes[to] != 0) {
      to++;
    }
    return to - from;
  }

  /** Hash of the string at {@code offset} without its flavour. */
  int essentialHash(int offset) {
    StringTable home = home(offset);
    int from = offset + home.shift;
    return essentialHash(home.bytes, from, from + home.lengthAt(offset));
  }

  /** Whether the string at {@code offset} is, but for its flavour, the start of {@code wanted}. */
  boolean isEssentially(int offset, byte[] wanted, int length) {
    StringTable home = home(offset);
    int from = offset + home.shift;
    int to = from + essential(home.bytes, from, home.lengthAt(offset));
    return Arrays.equals(home.bytes, from, to, wanted, 0, length);
  }

  private StringTable home(int offset) {
    StringTable at = this;
    while (offset < at.start && at.base != null) {
      at = at.base;
    }
    return at;
  }

  /**
   * Hash of a name without its flavour, in one go, which matters for a kernel's hundred thousand
   * names.
   */
  static int essentialHash(byte[] text, int from, int to) {
    int hash = 0;
    int before = 0; // the hash up to the underscores that are being read
    int essential = 0;
    boolean hasFlavour = false;
    int underscores = 0;
    for (int i = from; i < to; i++) {
      if (text[i] == '_') {
        before = underscores++ == 0 ? hash : before;
      } else {
        if (underscores == FLAVOUR_UNDERSCORES && i - from > FLAVOUR_UNDERSCORES) {
          essential = before;
          hasFlavour = true;
        }
        underscores = 0;
      }
      hash = 31 * hash + text[i];
    }
    return hasFlavour ? essential : hash;
  }

  /** Length of a name without its flavour: up to the last three underscores that stand apart. */
  static int essential(byte[] text, int start, int length) {
    for (int i = length - FLAVOUR_UNDERSCORES - 2; i >= 0; i--) {
      int at = start + i;
      if (text[at] != '_'
          && text[at + 1] == '_'
          && text[at + 2] == '_'
          && text[at + 3] == '_'
          && text[at + 4] != '_') {
        return i + 1;
      }
    }
    return length;
  }
}
