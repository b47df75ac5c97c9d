package dev.hugetext.x86.asm;

import java.util.Arrays;

/** A byte array that grows; values of more than one byte are little-endian. */
final class CodeBuffer {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void putByte(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) value;
  }

  void put(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      putByte(source[i]);
    }
  }

  /** The lowest {@code count} bytes of {@code value}. */
  void putLow(long value, int count) {
    for (int i = 0; i < count; i++) {
      putByte((int) (value >>> (8 * i)));
    }
  }

  /** Copies the bytes from {@code from} up to {@code to} behind those of {@code target}. */
  void copyTo(CodeBuffer target, int from, int to) {
    target.put(bytes, from, to);
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
