package dev.hugetext.verifier.state;

import java.util.Arrays;

/**
 * What a path still has to do before it ends: references to give back, a lock to release.
 *
 * <p>Immutable. References stand in the order in which they were acquired.
 */
public final class Obligations {
  /** Nothing. */
  public static final Obligations NONE = new Obligations(new int[0], new int[0], -1, 0);

  private final int[] ids;
  private final int[] acquiredAt;
  private final int lockMap;
  private final int lockId;

  private Obligations(int[] ids, int[] acquiredAt, int lockMap, int lockId) {
    this.ids = ids;
    this.acquiredAt = acquiredAt;
    this.lockMap = lockMap;
    this.lockId = lockId;
  }

  /** How many references are held. */
  public int references() {
    return ids.length;
  }

  /** The id of the reference at an index. */
  public int reference(int index) {
    return ids[index];
  }

  /** The instruction that acquired the reference at an index. */
  public int acquiredAt(int index) {
    return acquiredAt[index];
  }

  /** The same with a reference more. */
  public Obligations acquire(int id, int pc) {
    int[] moreIds = Arrays.copyOf(ids, ids.length + 1);
    int[] morePlaces = Arrays.copyOf(acquiredAt, ids.length + 1);
    moreIds[ids.length] = id;
    morePlaces[ids.length] = pc;
    return new Obligations(moreIds, morePlaces, lockMap, lockId);
  }

  /** The same without a reference. */
  public Obligations release(int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return new Obligations(without(ids, i), without(acquiredAt, i), lockMap, lockId);
      }
    }
    return this;
  }

  private static int[] without(int[] values, int index) {
    int[] fewer = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, index + 1, fewer, index, fewer.length - index);
    return fewer;
  }

  /** Whether a lock is held; there is at most one. */
  public boolean holdsLock() {
    return lockMap >= 0;
  }

  /** Index of the map whose value the lock held is in; -1 if none is held. */
  public int lockMap() {
    return lockMap;
  }

  /** Id of the pointer to that value; 0 for a value at a constant address. */
  public int lockId() {
    return lockId;
  }

  /** The same holding a lock. */
  public Obligations lock(int map, int id) {
    return new Obligations(ids, acquiredAt, map, id);
  }

  /** The same without lock. */
  public Obligations unlock() {
    return new Obligations(ids, acquiredAt, -1, 0);
  }
}
