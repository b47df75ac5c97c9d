package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Constants read from a map that nobody can write any more. */
final class FrozenValue {
  private FrozenValue() {}

  /** Whether a zero-terminated string begins at an offset of the map's only value. */
  static boolean hasString(MapDef map, int off) {
    byte[] initial = map.initial();
    for (int at = off; at < map.valueSize(); at++) {
      if (initial == null || at >= initial.length || initial[at] == 0) {
        return true;
      }
    }
    return false;
  }

  /** The number at an offset of the map's only value; empty where it is not constant. */
  static OptionalLong read(MapDef map, int off, int size, boolean signed) {
    byte[] initial = map.initial();
    boolean constant =
        map.type() == MapType.ARRAY
            && map.maxEntries() == 1
            && map.frozen()
            && MapFlag.RDONLY_PROG.in(map);
    if (!constant || off < 0 || off + size > map.valueSize()) {
      return OptionalLong.empty();
    }
    byte[] value = new byte[map.valueSize()];
    if (initial != null) {
      System.arraycopy(initial, 0, value, 0, Math.min(initial.length, value.length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    return OptionalLong.of(
        switch (size) {
          case 1 -> signed ? bytes.get(off) : bytes.get(off) & 0xffL;
          case 2 -> signed ? bytes.getShort(off) : bytes.getShort(off) & 0xffffL;
          case 4 -> signed ? bytes.getInt(off) : bytes.getInt(off) & 0xffff_ffffL;
          default -> bytes.getLong(off);
        });
  }
}
