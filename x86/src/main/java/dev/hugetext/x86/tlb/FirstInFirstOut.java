package dev.hugetext.x86.tlb;

/** FIFO: each way has the time when its page came; a use does not matter. */
final class FirstInFirstOut implements Replacement {
  private final Oldest arrival;

  FirstInFirstOut(int sets, int ways) {
    arrival = new Oldest(sets, ways);
  }

  @Override
  public void touch(int set, int way) {}

  @Override
  public void replaced(int set, int way) {
    arrival.note(set, way);
  }

  @Override
  public int victim(int set, WayRange among) {
    return arrival.oldest(set, among);
  }
}
