package dev.hugetext.loader.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' lookup3, with the kernel's start values ({@code jhash}; for whole words {@code
 * jhash2} gives the same on a little-endian machine). It decides the bucket of a key, hence the
 * order in which tables made with {@code BPF_F_ZERO_SEED} are walked, and a bloom filter's bits.
 *
 * @see <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3.c, public domain</a>
 */
final class JenkinsHash {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL = 0xdeadbeef;
  private static final int BLOCK = 12;

  private JenkinsHash() {}

  /** Of all bytes of {@code key}. */
  static int of(byte[] key, int seed) {
    int a = INITIAL + key.length + seed;
    int b = a;
    int c = a;
    int at = 0;
    for (; key.length - at > BLOCK; at += BLOCK) {
      a += (int) WORD.get(key, at);
      b += (int) WORD.get(key, at + 4);
      c += (int) WORD.get(key, at + 8);
      // @formatter:off
      a -= c; a ^= Integer.rotateLeft(c, 4);  c += b;
      b -= a; b ^= Integer.rotateLeft(a, 6);  a += c;
      c -= b; c ^= Integer.rotateLeft(b, 8);  b += a;
      a -= c; a ^= Integer.rotateLeft(c, 16); c += b;
      b -= a; b ^= Integer.rotateLeft(a, 19); a += c;
      c -= b; c ^= Integer.rotateLeft(b, 4);  b += a;
      // @formatter:on
    }
    if (at == key.length) {
      return c;
    }
    return last(a + part(key, at), b + part(key, at + 4), c + part(key, at + 8));
  }

  /** Up to four bytes from {@code from} on; what lies behind the end is zero. */
  private static int part(byte[] key, int from) {
    int word = 0;
    for (int i = Math.min(key.length, from + 4) - 1; i >= from; i--) {
      word = (word << 8) | (key[i] & 0xff);
    }
    return word;
  }

  private static int last(int a0, int b0, int c0) {
    int a = a0;
    int b = b0;
    int c = c0;
    // @formatter:off
    c ^= b; c -= Integer.rotateLeft(b, 14);
    a ^= c; a -= Integer.rotateLeft(c, 11);
    b ^= a; b -= Integer.rotateLeft(a, 25);
    c ^= b; c -= Integer.rotateLeft(b, 16);
    a ^= c; a -= Integer.rotateLeft(c, 4);
    b ^= a; b -= Integer.rotateLeft(a, 14);
    c ^= b; c -= Integer.rotateLeft(b, 24);
    // @formatter:on
    return c;
  }
}
