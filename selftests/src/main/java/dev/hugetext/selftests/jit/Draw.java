package dev.hugetext.selftests.jit;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random choices in the ranges that matter to an encoder: the edges of 8, 16 and 32 bits. */
final class Draw {

  private final RandomGenerator random;

  Draw(RandomGenerator random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Between both, the ends included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** An immediate of any length. */
  int immediate() {
    return switch (below(8)) {
      case 0 -> 0;
      case 1 -> between(-2, 2);
      case 2 -> between(-131, -126);
      case 3 -> between(125, 130);
      case 4 -> random.nextInt() >> below(32);
      case 5 -> Integer.MIN_VALUE + below(2);
      case 6 -> random.nextInt() >>> 1;
      default -> (byte) random.nextInt();
    };
  }

  /** A 64-bit constant: a 32-bit one in either extension, or a long one. */
  long constant() {
    return switch (below(4)) {
      case 0 -> immediate() & 0xffff_ffffL;
      case 1 -> immediate();
      case 2 -> random.nextLong() >> below(64);
      default -> random.nextLong();
    };
  }
}
