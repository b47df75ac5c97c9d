package dev.hugetext.examples.experiment;

import java.util.SplittableRandom;

/**
 * Sizes of BPF programs as on the servers of a fleet (covers of versions 2 to 5 of the series):
 * half below 500 bytes, three quarters below 2 kB; between the bounds the logarithm is uniform.
 */
final class ProgramSizes {
  private static final int LEAST = 64;
  private static final int MEDIAN = 500;
  private static final int THIRD_QUARTILE = 2048;

  private final SplittableRandom random;
  private final int greatest;

  /**
   * Sizes up to {@code greatest} bytes.
   *
   * @param greatest above 2 kB
   */
  ProgramSizes(long seed, int greatest) {
    if (greatest <= THIRD_QUARTILE) {
      throw new IllegalArgumentException("greatest=" + greatest);
    }
    random = new SplittableRandom(seed);
    this.greatest = greatest;
  }

  /** The bytes of the next program's machine code. */
  int next() {
    int quarter = random.nextInt(4);
    if (quarter < 2) {
      return between(LEAST, MEDIAN);
    }
    return quarter == 2 ? between(MEDIAN, THIRD_QUARTILE) : between(THIRD_QUARTILE, greatest);
  }

  private int between(int low, int high) {
    return (int) Math.round(low * Math.pow((double) high / low, random.nextDouble()));
  }
}
