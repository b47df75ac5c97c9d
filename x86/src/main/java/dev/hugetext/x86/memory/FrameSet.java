package dev.hugetext.x86.memory;

import org.jspecify.annotations.Nullable;

/**
 * A set of numbers below a bound, with the lowest member at hand: a tree of 64-bit words in which a
 * bit says that the word below it is not empty. Every operation costs one step a level (four for 16
 * million numbers). The lowest level is allocated where used.
 */
final class FrameSet {
  private static final int FAN = 6;
  private static final int LEAF_WORDS = 64;

  /** {@code upper[0]} summarises the leaf words; the last level is one word. */
  private final long[][] upper;

  private final long[] @Nullable [] leaves;

  FrameSet(long bound) {
    long words = Math.max(1, (bound + 63) >>> FAN);
    leaves = new long[Math.toIntExact((words + LEAF_WORDS - 1) >>> FAN)][];
    int levels = 1;
    for (long n = leaves.length; n > 1; n = (n + 63) >>> FAN) {
      levels++;
    }
    upper = new long[levels][];
    long n = leaves.length;
    for (int level = 0; level < levels; level++) {
      upper[level] = new long[(int) n];
      n = (n + 63) >>> FAN;
    }
  }

  boolean contains(long member) {
    long word = member >>> FAN;
    long[] leaf = leaves[(int) (word >>> FAN)];
    return leaf != null && ((leaf[(int) word & (LEAF_WORDS - 1)] >>> member) & 1) != 0;
  }

  void add(long member) {
    long word = member >>> FAN;
    int chunk = (int) (word >>> FAN);
    long[] leaf = leaves[chunk];
    if (leaf == null) {
      leaf = new long[LEAF_WORDS];
      leaves[chunk] = leaf;
    }
    leaf[(int) word & (LEAF_WORDS - 1)] |= 1L << member;
    long index = word;
    for (long[] level : upper) {
      level[(int) (index >>> FAN)] |= 1L << index;
      index >>>= FAN;
    }
  }

  void remove(long member) {
    long word = member >>> FAN;
    long[] leaf = leaves[(int) (word >>> FAN)];
    if (leaf == null || (leaf[(int) word & (LEAF_WORDS - 1)] &= ~(1L << member)) != 0) {
      return;
    }
    long index = word;
    for (long[] level : upper) {
      if ((level[(int) (index >>> FAN)] &= ~(1L << index)) != 0) {
        return;
      }
      index >>>= FAN;
    }
  }

  /** The lowest member, or -1 for the empty set. */
  long first() {
    long[] top = upper[upper.length - 1];
    if (top[0] == 0) {
      return -1;
    }
    long index = 0;
    for (int level = upper.length - 1; level >= 0; level--) {
      index = (index << FAN) | Long.numberOfTrailingZeros(upper[level][(int) index]);
    }
    long[] leaf = leaves[(int) (index >>> FAN)];
    long bits = leaf == null ? 0 : leaf[(int) index & (LEAF_WORDS - 1)];
    return (index << FAN) | Long.numberOfTrailingZeros(bits);
  }
}
