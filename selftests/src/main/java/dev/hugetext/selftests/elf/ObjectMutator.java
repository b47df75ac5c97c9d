package dev.hugetext.selftests.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Damages an object file where a loader looks: the headers, and the sections that are not debug
 * information, each as likely as the other, whatever its size.
 */
final class ObjectMutator {
  /** Numbers at the edges of what fields hold. */
  private static final long[] EDGES = {
    0, 1, -1, 8, 0xff, 0xffff, 0x7fff_ffffL, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private static final int FILE_HEADER_BYTES = 64;
  private static final int SECTION_HEADER_BYTES = 64;
  private static final int SECTION_HEADERS_AT = 40;
  private static final int SECTION_COUNT_AT = 60;
  private static final int NAMES_AT = 62;
  private static final int NOBITS = 8;
  private static final int MOST_CHANGES = 8;

  /** A stretch of the file: {@code [start, start + length)}. */
  private record Region(int start, int length) {}

  private final byte[] original;
  private final List<Region> regions = new ArrayList<>();

  /**
   * @param original a proper object file
   */
  ObjectMutator(byte[] original) {
    this.original = original;
    ByteBuffer file = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) file.getLong(SECTION_HEADERS_AT);
    int names = headers + file.getShort(NAMES_AT) * SECTION_HEADER_BYTES;
    regions.add(new Region(0, FILE_HEADER_BYTES));
    regions.add(new Region(headers, original.length - headers));
    for (int i = 1; i < file.getShort(SECTION_COUNT_AT); i++) {
      int at = headers + i * SECTION_HEADER_BYTES;
      int length = (int) file.getLong(at + 32);
      int name = (int) file.getLong(names + 24) + file.getInt(at);
      boolean isEmpty = file.getInt(at + 4) == NOBITS || length == 0;
      if (!isEmpty && !text(name).contains(".debug")) {
        regions.add(new Region((int) file.getLong(at + 24), length));
      }
    }
  }

  private String text(int at) {
    int end = at;
    while (original[end] != 0) {
      end++;
    }
    return new String(original, at, end - at, StandardCharsets.US_ASCII);
  }

  /** A damaged copy. */
  byte[] mutant(RandomGenerator random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      change(bytes, random);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private void change(byte[] bytes, RandomGenerator random) {
    Region region = regions.get(random.nextInt(regions.size()));
    int at = region.start + random.nextInt(region.length);
    int room = region.start + region.length - at;
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> edge(bytes, region.start + random.nextInt(region.length) / 4 * 4, random);
      case 2 -> splice(bytes, at, 1 + random.nextInt(Math.min(room, 64)), random);
      default -> bytes[at] = (byte) random.nextInt(256);
    }
  }

  private static void edge(byte[] bytes, int at, RandomGenerator random) {
    long value = random.nextInt(3) == 0 ? bytes.length : EDGES[random.nextInt(EDGES.length)];
    int size = 1 << random.nextInt(4);
    for (int i = 0; i < size && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  /** Copies something from elsewhere in the file, a region's start more often than not. */
  private void splice(byte[] bytes, int at, int length, RandomGenerator random) {
    Region source = regions.get(random.nextInt(regions.size()));
    int from = source.start + random.nextInt(source.length) / 8 * 8;
    System.arraycopy(original, from, bytes, at, Math.min(length, original.length - from));
  }
}
