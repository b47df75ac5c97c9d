package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RegWidth;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices. */
final class Dice {
  private static final int[] NOTABLE = {
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    15,
    16,
    31,
    32,
    63,
    64,
    100,
    127,
    128,
    255,
    256,
    0xffff,
    0x10000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x7fff,
    -2,
    -8,
    -128,
    -32768
  };

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** {@code first} to {@code last}. */
  int from(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> T of(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  RegWidth width() {
    return percent(60) ? RegWidth.W64 : RegWidth.W32;
  }

  MemSize size() {
    return of(MemSize.values());
  }

  /** A number at a boundary, or any. */
  int constant() {
    return percent(70) ? NOTABLE[random.nextInt(NOTABLE.length)] : random.nextInt();
  }

  /** A 64-bit number at a boundary of some width, or any. */
  long wideConstant() {
    return percent(50) ? random.nextLong() >> below(Long.SIZE) : (long) constant() << below(34);
  }

  /** A mask of the lowest {@code 1..bits} bits. */
  int mask(int bits) {
    return (1 << from(1, bits)) - 1;
  }
}
