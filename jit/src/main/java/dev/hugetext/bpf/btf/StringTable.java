package dev.hugetext.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Zero-terminated strings by offset; the last byte is zero. */
final class StringTable {
  static final StringTable EMPTY = new StringTable(new byte[1]);

  private final byte[] bytes;

  StringTable(byte[] bytes) {
    this.bytes = bytes;
  }

  int length() {
    return bytes.length;
  }

  /** The table itself; nobody writes it. */
  byte[] bytes() {
    return bytes;
  }

  Optional<String> at(int offset) {
    return offset < 0 || offset >= bytes.length ? Optional.empty() : Optional.of(text(offset));
  }

  /** The string at an offset that lies in the table. */
  String text(int offset) {
    return new String(bytes, offset, lengthAt(offset), StandardCharsets.UTF_8);
  }

  /** Its length in bytes. */
  int lengthAt(int offset) {
    int end = offset;
    while (bytes[end] != 0) {
      end++;
    }
    return end - offset;
  }

  int hash(int offset, int length) {
    return hash(bytes, offset, length);
  }

  static int hash(byte[] text, int offset, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + text[offset + i];
    }
    return hash;
  }
}
