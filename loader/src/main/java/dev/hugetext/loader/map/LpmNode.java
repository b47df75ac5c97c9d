package dev.hugetext.loader.map;

import org.jspecify.annotations.Nullable;

/**
 * A node of a prefix trie: an element, or a fork without a value that has exactly two children.
 * Only elements have guest memory.
 */
final class LpmNode {
  /** The bits of the key, as given: those behind the prefix are kept too. */
  final byte[] data;

  final int prefixLength;
  final @Nullable LpmNode[] children = new LpmNode[2];

  /** Where the value lies; 0 for a fork. */
  long value;

  LpmNode(byte[] data, int prefixLength, long value) {
    this.data = data;
    this.prefixLength = prefixLength;
    this.value = value;
  }

  boolean isFork() {
    return value == 0;
  }

  /** Bit {@code index} of a key, the most significant of the first byte being 0. */
  static int bit(byte[] data, int index) {
    return (data[index >> 3] >> (7 - (index & 7))) & 1;
  }

  /** How many leading bits this node shares with a key, at most the shorter prefix. */
  int commonBits(byte[] other, int otherLength) {
    int limit = Math.min(prefixLength, otherLength);
    int bits = 0;
    for (int i = 0; bits < limit; i++, bits += Byte.SIZE) {
      int difference = (data[i] ^ other[i]) & 0xff;
      if (difference != 0) {
        bits += Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
        break;
      }
    }
    return Math.min(bits, limit);
  }
}
