package dev.hugetext.verifier.transfer;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What each call of a helper was found to be given on all paths: which map, which constant key or
 * index, which callback. The rewriting makes code of its own for calls whose map or key is always
 * the same.
 */
public final class CallRecord {
  private static final int UNSEEN = -1;
  private static final int MANY = -2;

  private final int[] maps;
  private final long[] keys;
  private final int[] loops;

  CallRecord(int size) {
    this.maps = new int[size];
    this.keys = new long[size];
    this.loops = new int[size];
    Arrays.fill(loops, UNSEEN);
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

  /** The loop calls this function, and has no flags. */
  void noteLoop(int pc, int function) {
    loops[pc] = loops[pc] == UNSEEN || loops[pc] == function ? function : MANY;
  }

  /** The loop may have flags. */
  void noteFlaggedLoop(int pc) {
    loops[pc] = MANY;
  }

  /** The function that a loop without flags at a slot of the program always calls. */
  public OptionalInt loopCallback(int pc) {
    return loops[pc] < 0 ? OptionalInt.empty() : OptionalInt.of(loops[pc]);
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
