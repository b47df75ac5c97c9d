package dev.hugetext.selftests.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages a BTF section: mostly one word of one type, sometimes header, strings or length. */
final class BtfMutator {
  private static final int[] EDGES = {
    0, 1, 2, 4, 7, 8, 9, 16, 17, 0xff, 0xffff, 0x10000, 0xff_ffff, 0x7fff_ffff, 0x8000_0000, -1
  };

  private static final int HEADER_BYTES = 24;
  private static final int STRINGS_LENGTH_AT = 20;
  private static final int MOST_CHANGES = 3;
  private static final int KIND_SHIFT = 24;
  private static final int KINDS = 21;
  private static final int KIND_FLAG = 1 << 31;

  private final RawTypes types;

  /**
   * @param original a proper little-endian section, which is kept
   */
  BtfMutator(byte[] original) {
    this.types = RawTypes.of(original);
  }

  /** A damaged copy. */
  byte[] mutant(RandomGenerator random) {
    byte[] bytes = types.section().array().clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      change(bytes, random);
    }
    return random.nextInt(32) == 0
        ? Arrays.copyOf(bytes, random.nextInt(bytes.length + Long.BYTES))
        : bytes;
  }

  private void change(byte[] bytes, RandomGenerator random) {
    ByteBuffer section = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (random.nextInt(16)) {
      case 0 -> word(section, 0, HEADER_BYTES, random);
      case 1, 2 -> {
        int length = section.getInt(STRINGS_LENGTH_AT);
        int at = bytes.length - 1 - random.nextInt(Math.clamp(length, 1, bytes.length));
        bytes[at] = (byte) random.nextInt(128);
      }
      case 3 -> info(section, random);
      case 4 -> swap(bytes, random);
      default -> {
        int type = random.nextInt(types.count());
        word(section, types.places().get(type), types.length(type), random);
      }
    }
  }

  private void word(ByteBuffer section, int start, int length, RandomGenerator random) {
    int at = start + random.nextInt(length / Integer.BYTES) * Integer.BYTES;
    int old = section.getInt(at);
    section.putInt(
        at,
        switch (random.nextInt(5)) {
          case 0 -> old ^ 1 << random.nextInt(Integer.SIZE);
          case 1 -> EDGES[random.nextInt(EDGES.length)];
          case 2 -> old + random.nextInt(9) - 4;
          default -> random.nextInt(types.count() + 2); // the number of a type
        });
  }

  /** Another kind, flag or number of items. */
  private void info(ByteBuffer section, RandomGenerator random) {
    int at = types.places().get(random.nextInt(types.count())) + RawTypes.INFO_AT;
    int old = section.getInt(at);
    section.putInt(
        at,
        switch (random.nextInt(3)) {
          case 0 -> old & 0xffff | random.nextInt(KINDS) << KIND_SHIFT;
          case 1 -> old ^ KIND_FLAG;
          default -> old + random.nextInt(3) - 1;
        });
  }

  /** Exchanges two types that are equally long. */
  private void swap(byte[] bytes, RandomGenerator random) {
    int one = random.nextInt(types.count());
    int other = random.nextInt(types.count());
    int length = types.length(one);
    if (length == types.length(other)) {
      byte[] original = types.section().array();
      System.arraycopy(original, types.places().get(one), bytes, types.places().get(other), length);
      System.arraycopy(original, types.places().get(other), bytes, types.places().get(one), length);
    }
  }
}
