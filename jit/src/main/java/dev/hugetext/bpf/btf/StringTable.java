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

  Optional<String> at(int offset) {
    if (offset < 0 || offset >= bytes.length) {
      return Optional.empty();
    }
    int end = offset;
    while (bytes[end] != 0) {
      end++;
    }
    return Optional.of(new String(bytes, offset, end - offset, StandardCharsets.UTF_8));
  }
}
