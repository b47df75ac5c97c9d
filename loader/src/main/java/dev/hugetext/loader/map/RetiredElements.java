package dev.hugetext.loader.map;

import java.util.ArrayDeque;

/**
 * Elements that are freed after a grace period: a program may still hold a pointer to one. It
 * cannot hold more of them than its stack and registers have words, so that many later ones end the
 * grace period of an element.
 */
final class RetiredElements {
  /** More than the words of 8 stack frames of 512 bytes, and the registers. */
  private static final int HELD_AT_MOST = 1024;

  private final ArrayDeque<Long> retired = new ArrayDeque<>();

  void add(long address) {
    retired.addLast(address);
  }

  /** An element that no program can hold any more; 0 where there is none. */
  long reusable() {
    return retired.size() > HELD_AT_MOST ? retired.removeFirst() : 0;
  }
}
