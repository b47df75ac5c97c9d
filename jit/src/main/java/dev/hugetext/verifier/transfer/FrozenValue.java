package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.OptionalLong;

/** Constants read from a map that nobody can write any more ({@link ProgramFacts#isConstant}). */
final class FrozenValue {
  private FrozenValue() {}

  /** Whether a zero-terminated string begins at an offset of the map's only value. */
  static boolean hasString(MapDef map, int off) {
    for (int at = off; at < map.valueSize(); at++) {
      if (map.initialAt(at) == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The number of {@code size} bytes at an offset of the map's only value, not sign-extended; empty
   * where the map may have more values.
   */
  static OptionalLong read(MapDef map, int off, int size) {
    boolean single = map.type() == MapType.ARRAY && map.maxEntries() == 1;
    if (!single || off < 0 || off + size > map.valueSize()) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int at = off + size - 1; at >= off; at--) {
      number = number << Byte.SIZE | map.initialAt(at) & 0xff;
    }
    return OptionalLong.of(number);
  }
}
