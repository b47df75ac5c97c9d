package dev.hugetext.x86.tlb;

import java.util.random.RandomGenerator;

/** Any way; the same seed and replacements give the same ways. */
final class RandomWay implements Replacement {
  private final RandomGenerator random;

  RandomWay(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void touch(int set, int way) {}

  @Override
  public int victim(int set, WayRange among) {
    return among.first() + random.nextInt(among.count());
  }
}
