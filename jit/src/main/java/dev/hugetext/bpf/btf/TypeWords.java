package dev.hugetext.bpf.btf;

/**
 * The type section: everything in it is words. Places in it are counted in words from its start.
 *
 * @param bytes in which it lies
 * @param start in {@code bytes}, in bytes
 * @param length in words
 */
record TypeWords(BtfBytes bytes, int start, int length) {
  static final TypeWords NONE = new TypeWords(new BtfBytes(new byte[0], ""), 0, 0);

  int at(int place) {
    return bytes.word(start + place * Integer.BYTES);
  }

  BtfException wrong(int place, String reason) {
    return bytes.wrong(start + (long) place * Integer.BYTES, reason);
  }
}
