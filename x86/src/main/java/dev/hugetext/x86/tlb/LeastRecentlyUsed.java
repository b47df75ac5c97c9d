package dev.hugetext.x86.tlb;

/** True LRU: each way has the time of its last use. */
final class LeastRecentlyUsed implements Replacement {
  private final Oldest lastUse;

  LeastRecentlyUsed(int sets, int ways) {
    lastUse = new Oldest(sets, ways);
  }

  @Override
  public void touch(int set, int way) {
    lastUse.note(set, way);
  }

  @Override
  public int victim(int set, WayRange among) {
    return lastUse.oldest(set, among);
  }
}
