package dev.hugetext.execmem.vmap;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in fixed places, none negative, with the largest of them and the first that is large
 * enough at hand: maxima of eight numbers over eight maxima and so on, each level an array. A
 * change and a search read eight neighbours on each level.
 */
final class MaxTree {
  private static final int FAN_SHIFT = 3;
  private static final int FAN = 1 << FAN_SHIFT;

  /**
   * The numbers, then the maxima of each eight; all of whole eights, but the last is one number.
   */
  private final int[][] levels;

  /** All numbers are 0. */
  MaxTree(int places) {
    List<int[]> made = new ArrayList<>();
    for (int length = places; length > 1; ) {
      int eights = (length + FAN - 1) >>> FAN_SHIFT;
      made.add(new int[eights << FAN_SHIFT]);
      length = eights;
    }
    made.add(new int[1]);
    levels = made.toArray(int[][]::new);
  }

  int get(int place) {
    return levels[0][place];
  }

  int largest() {
    return levels[levels.length - 1][0];
  }

  void set(int place, int number) {
    levels[0][place] = number;
    int at = place;
    for (int k = 1; k < levels.length; k++) {
      at >>>= FAN_SHIFT;
      int largest = largestOfEight(levels[k - 1], at << FAN_SHIFT);
      if (levels[k][at] == largest) {
        return;
      }
      levels[k][at] = largest;
    }
  }

  private static int largestOfEight(int[] numbers, int from) {
    int largest = 0;
    for (int i = from; i < from + FAN; i++) {
      largest = Math.max(largest, numbers[i]);
    }
    return largest;
  }

  /** The first place whose number is at least {@code least}, which is positive; -1 if none is. */
  int first(int least) {
    return largest() < least ? -1 : descend(levels.length - 1, 0, least);
  }

  /** The first such place behind {@code place}, or -1. */
  int next(int place, int least) {
    int at = place + 1;
    for (int k = 0; k < levels.length - 1; k++) {
      for (; (at & (FAN - 1)) != 0; at++) {
        if (levels[k][at] >= least) {
          return descend(k, at, least);
        }
      }
      at >>>= FAN_SHIFT; // eight that begin there are asked through their maximum
    }
    return -1;
  }

  /** The first place below a maximum that is large enough. */
  private int descend(int level, int place, int least) {
    int at = place;
    for (int k = level - 1; k >= 0; k--) {
      at <<= FAN_SHIFT;
      while (levels[k][at] < least) {
        at++;
      }
    }
    return at;
  }
}
