package dev.hugetext.selftests.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where types lie in a proper little-endian BTF section: each from one place to the next.
 *
 * @param section the bytes, which may be written
 * @param places where each type begins, in bytes from the start; then where the last one ends
 */
record RawTypes(ByteBuffer section, List<Integer> places) {
  static final int COMMON_BYTES = 12;
  static final int INFO_AT = 4;
  static final int SIZE_AT = 8;

  private static final int HEADER_LENGTH_AT = 4;
  private static final int TYPES_AT = 8;
  private static final int TYPES_LENGTH_AT = 12;

  private static final int DATASEC = 15;

  /** By kind: bytes behind the common ones, and bytes of each item. */
  private static final int[] FIXED = {0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0};

  private static final int[] PER_ITEM = {
    0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
  };

  static RawTypes of(byte[] bytes) {
    ByteBuffer section = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = section.getInt(HEADER_LENGTH_AT) + section.getInt(TYPES_AT);
    int end = at + section.getInt(TYPES_LENGTH_AT);
    List<Integer> places = new ArrayList<>();
    while (at < end) {
      places.add(at);
      int info = section.getInt(at + INFO_AT);
      at += COMMON_BYTES + FIXED[kind(info)] + PER_ITEM[kind(info)] * items(info);
    }
    places.add(end);
    return new RawTypes(section, List.copyOf(places));
  }

  private static int kind(int info) {
    return info >>> 24 & 0x1f;
  }

  private static int items(int info) {
    return info & 0xffff;
  }

  int count() {
    return places.size() - 1;
  }

  /** Bytes of the type with this index, which is one less than its number. */
  int length(int index) {
    return places.get(index + 1) - places.get(index);
  }

  /**
   * Gives sections of variables the sizes that compilers leave to whoever loads the object, and the
   * variables their places, one behind the other.
   */
  void placeVariables() {
    for (int at : places.subList(0, count())) {
      int info = section.getInt(at + INFO_AT);
      if (kind(info) == DATASEC && section.getInt(at + SIZE_AT) == 0) {
        int end = 0;
        for (int item = 0; item < items(info); item++) {
          int entry = at + COMMON_BYTES + item * PER_ITEM[DATASEC];
          section.putInt(entry + Integer.BYTES, end);
          end += section.getInt(entry + 2 * Integer.BYTES);
        }
        section.putInt(at + SIZE_AT, end);
      }
    }
  }
}
