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
  private final byte[] bytes;

  private StringTable() {
    this.base = null;
    this.start = 0;
    this.bytes = new byte[0];
  }

  /**
   * @param base {@link #EMPTY} if there is none
   * @param bytes together with the base's at most {@link Integer#MAX_VALUE}; empty only if there is
   *     a base
   */
  StringTable(StringTable base, byte[] bytes) {
    this.base = base;
    this.start = base.end();
    this.bytes = bytes;
  }

  /** First offset behind the table, in bytes. */
  int end() {
    return start + bytes.length;
  }

  Optional<String> at(int offset) {
    return offset < 0 || offset >= end() ? Optional.empty() : Optional.of(text(offset));
  }

  /** The string at an offset that lies in the table or its base. */
  String text(int offset) {
    StringTable home = home(offset);
    int length = home.lengthAt(offset);
    return new String(home.bytes, offset - home.start, length, StandardCharsets.UTF_8);
  }

  /** Its length in bytes. */
  int lengthAt(int offset) {
    StringTable home = home(offset);
    int from = offset - home.start;
    int to = from;
    while (home.bytes[to] != 0) {
      to++;
    }
    return to - from;
  }

  /** Its length without its flavour, in bytes. */
  int essentialAt(int offset) {
    StringTable home = home(offset);
    return essential(home.bytes, offset - home.start, home.lengthAt(offset));
  }

  /** Hash of the first {@code length} bytes of the string at {@code offset}. */
  int hash(int offset, int length) {
    StringTable home = home(offset);
    return hash(home.bytes, offset - home.start, length);
  }

  /** Whether the string at {@code offset} is, but for its flavour, the start of {@code wanted}. */
  boolean isEssentially(int offset, byte[] wanted, int length) {
    StringTable home = home(offset);
    int from = offset - home.start;
    int to = from + home.essentialAt(offset);
    return Arrays.equals(home.bytes, from, to, wanted, 0, length);
  }

  private StringTable home(int offset) {
    StringTable at = this;
    while (offset < at.start && at.base != null) {
      at = at.base;
    }
    return at;
  }

  static int hash(byte[] text, int offset, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + text[offset + i];
    }
    return hash;
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
