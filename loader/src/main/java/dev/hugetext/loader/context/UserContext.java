package dev.hugetext.loader.context;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The user-visible context structure as bytes, fields little endian at fixed offsets. */
final class UserContext {
  private final ByteBuffer bytes;

  /** A copy of {@code given}, cut or filled up with zeros to {@code size} bytes. */
  UserContext(byte[] given, int size) {
    bytes = ByteBuffer.wrap(Arrays.copyOf(given, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether {@code given} has anything but zeros behind {@code size} bytes. */
  static boolean overflows(byte[] given, int size) {
    for (int i = size; i < given.length; i++) {
      if (given[i] != 0) {
        return true;
      }
    }
    return false;
  }

  int word(int offset) {
    return bytes.getInt(offset);
  }

  long unsigned(int offset) {
    return Integer.toUnsignedLong(word(offset));
  }

  long doubleWord(int offset) {
    return bytes.getLong(offset);
  }

  int half(int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  void setHalf(int offset, int value) {
    bytes.putShort(offset, (short) value);
  }

  void setWord(int offset, int value) {
    bytes.putInt(offset, value);
  }

  void setDoubleWord(int offset, long value) {
    bytes.putLong(offset, value);
  }

  byte[] slice(int offset, int length) {
    return Arrays.copyOfRange(bytes.array(), offset, offset + length);
  }

  void setSlice(int offset, byte[] value) {
    bytes.put(offset, value);
  }

  byte[] toBytes() {
    return bytes.array().clone();
  }
}
