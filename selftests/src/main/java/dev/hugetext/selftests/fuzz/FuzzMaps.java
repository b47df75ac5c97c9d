package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import java.util.List;

/** The maps that random programs use, by their index. */
final class FuzzMaps {
  static final int ARRAY = 0;
  static final int HASH = 1;
  static final int SINGLE = 2;
  static final int CONSTANTS = 3;
  static final int PERCPU_ARRAY = 4;
  static final int PERCPU_HASH = 5;

  /** Large enough that no program evicts an element: which one goes is nobody's promise. */
  static final int LRU_HASH = 6;

  /** Has what {@link TailCallTargets} says. */
  static final int PROGRAMS = 7;

  /** Contents of {@link #CONSTANTS}: all bytes differ, and words have their sign bit set or not. */
  private static final byte[] CONTENTS = contents(32);

  static final List<MapDef> ALL =
      List.of(
          MapDef.of("array", MapType.ARRAY, 4, 48, 5),
          MapDef.of("hash", MapType.HASH, 8, 32, 16),
          new MapDef("single", MapType.ARRAY, 4, 64, 1, 0, contents(64), false, 0),
          new MapDef(
              "constants", MapType.ARRAY, 4, 32, 1, MapFlag.RDONLY_PROG.bit(), CONTENTS, true, 0),
          MapDef.of("percpu_array", MapType.PERCPU_ARRAY, 4, 40, 5),
          MapDef.of("percpu_hash", MapType.PERCPU_HASH, 8, 32, 16),
          MapDef.of("lru_hash", MapType.LRU_HASH, 8, 32, 1024),
          MapDef.of("programs", MapType.PROG_ARRAY, 4, 4, 4).withSlots(TailCallTargets.SLOTS));

  private FuzzMaps() {}

  private static byte[] contents(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    return bytes;
  }
}
