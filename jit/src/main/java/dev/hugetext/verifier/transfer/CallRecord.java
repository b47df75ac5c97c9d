package dev.hugetext.verifier.transfer;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What each call of a helper was found to be given on all paths: which map, and which constant key
 * or index. The rewriting makes code of its own for calls whose map or key is always the same.
 */
public final class CallRecord {
  private static final int UNSEEN = -1;
  private static final int MANY = -2;

  private final int[] maps;
  private final long[] keys;

  CallRecord(int size) {
    this.maps = new int[size];
    this.keys = new long[size];
    Arrays.fill(maps, UNSEEN);
    Arrays.fill(keys, UNSEEN);
  }

  void noteMap(int pc, int map) {
    maps[pc] = maps[pc] == UNSEEN || maps[pc] == map ? map : MANY;
  }

  /** The key is {@code key}, which is not negative. */
  void noteKey(int pc, long key) {
    keys[pc] = keys[pc] == UNSEEN || keys[pc] == key ? key : MANY;
  }

  /** The key is not known. */
  void noteAnyKey(int pc) {
    keys[pc] = MANY;
  }

  /** Index of the map that the call at a slot of the program always takes. */
  public OptionalInt map(int pc) {
    return maps[pc] < 0 ? OptionalInt.empty() : OptionalInt.of(maps[pc]);
  }

  /** The constant key or index that the call at a slot of the program always takes. */
  public OptionalLong key(int pc) {
    return keys[pc] < 0 ? OptionalLong.empty() : OptionalLong.of(keys[pc]);
  }
}
