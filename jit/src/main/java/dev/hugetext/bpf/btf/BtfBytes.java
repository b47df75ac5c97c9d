package dev.hugetext.bpf.btf;

/** A section's bytes in its own byte order; reading past the end is a {@link BtfException}. */
final class BtfBytes {
  private final byte[] bytes;
  private final String file;
  private boolean bigEndian;

  BtfBytes(byte[] bytes, String file) {
    this.bytes = bytes;
    this.file = file;
  }

  /** Finds the byte order by the magic number at the start. */
  void orderByMagic() throws BtfException {
    int magic = u16(0);
    if (magic == Btf.MAGIC) {
      return;
    }
    if (Short.toUnsignedInt(Short.reverseBytes((short) magic)) != Btf.MAGIC) {
      throw wrong(0, "magic number 0x%x is not 0x%x".formatted(magic, Btf.MAGIC));
    }
    bigEndian = true;
  }

  int length() {
    return bytes.length;
  }

  int u8(int at) throws BtfException {
    check(at, 1);
    return Byte.toUnsignedInt(bytes[at]);
  }

  private int u16(int at) throws BtfException {
    return u8(at) | u8(at + 1) << Byte.SIZE;
  }

  long u32(int at) throws BtfException {
    check(at, Integer.BYTES);
    return Integer.toUnsignedLong(word(at));
  }

  /**
   * A word that is there. Put together by hand: a kernel's million words are read by code that is
   * not compiled yet, where a call of a {@code VarHandle} is a dozen calls.
   */
  int word(int at) {
    int word =
        bytes[at] & 0xff
            | (bytes[at + 1] & 0xff) << 8
            | (bytes[at + 2] & 0xff) << 16
            | bytes[at + 3] << 24;
    return bigEndian ? Integer.reverseBytes(word) : word;
  }

  /** The bytes themselves, which nobody writes: a kernel's are too many to copy. */
  byte[] array() {
    return bytes;
  }

  BtfException wrong(long at, String reason) {
    return new BtfException(file, at, reason);
  }

  private void check(int at, int size) throws BtfException {
    if (at < 0 || at > bytes.length - size) {
      throw wrong(at, "%d bytes are missing".formatted(size));
    }
  }
}
