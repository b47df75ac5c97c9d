package dev.hugetext.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A section's bytes in its own byte order; reading past the end is a {@link BtfException}. */
final class BtfBytes {
  private static final int MAGIC = 0xeb9f;

  private final ByteBuffer bytes;
  private final String file;

  BtfBytes(byte[] bytes, String file) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
  }

  /** Finds the byte order by the magic number at the start. */
  void orderByMagic() throws BtfException {
    int magic = u16(0);
    if (magic == MAGIC) {
      return;
    }
    if (Short.toUnsignedInt(Short.reverseBytes((short) magic)) != MAGIC) {
      throw wrong(0, "magic number 0x%x is not 0x%x".formatted(magic, MAGIC));
    }
    bytes.order(ByteOrder.BIG_ENDIAN);
  }

  int length() {
    return bytes.capacity();
  }

  int u8(int at) throws BtfException {
    check(at, 1);
    return Byte.toUnsignedInt(bytes.get(at));
  }

  int u16(int at) throws BtfException {
    check(at, Short.BYTES);
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  int s32(int at) throws BtfException {
    check(at, Integer.BYTES);
    return bytes.getInt(at);
  }

  long u32(int at) throws BtfException {
    return Integer.toUnsignedLong(s32(at));
  }

  /** As {@link #s32}, of a word that is there. */
  int word(int at) {
    return bytes.getInt(at);
  }

  byte[] copy(int from, int length) {
    byte[] copy = new byte[length];
    bytes.get(from, copy);
    return copy;
  }

  BtfException wrong(long at, String reason) {
    return new BtfException(file, at, reason);
  }

  private void check(int at, int size) throws BtfException {
    if (at < 0 || at > bytes.capacity() - size) {
      throw wrong(at, "%d bytes are missing".formatted(size));
    }
  }
}
