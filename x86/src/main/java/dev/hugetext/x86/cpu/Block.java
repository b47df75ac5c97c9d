package dev.hugetext.x86.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Instructions that run one after the other: up to a jump, the end of the page, or a length limit.
 * An instruction that crosses into the next page is a block of its own.
 */
final class Block {
  /** Executes one after the other. */
  final Op[] ops;

  /** Data accesses of all of them. */
  final int accesses;

  /** Address of the first instruction. */
  final long start;

  /** Address behind the last instruction. */
  final long next;

  /** The page that the only instruction crosses into, with its generation when decoded. */
  final @Nullable CodePage second;

  final int secondGeneration;

  /** What is to run before the first instruction. */
  final @Nullable HostCall hostCall;

  /** Whether there is a second page or a host call. */
  final boolean isSpecial;

  private final byte[] lengths; // of each instruction, in bytes

  Block(
      Op[] ops,
      byte[] lengths,
      long start,
      @Nullable CodePage second,
      int secondGeneration,
      @Nullable HostCall hostCall) {
    this.ops = ops;
    this.lengths = lengths;
    this.start = start;
    this.second = second;
    this.hostCall = hostCall;
    this.isSpecial = second != null || hostCall != null;
    this.secondGeneration = secondGeneration;
    this.next = addressOf(ops.length);
    this.accesses = accessesOfFirst(ops.length);
  }

  /** Address of instruction {@code i}. */
  long addressOf(int i) {
    long address = start;
    for (int before = 0; before < i; before++) {
      address += lengths[before];
    }
    return address;
  }

  /** Data accesses of the first {@code n} instructions. */
  int accessesOfFirst(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += ops[i].accesses;
    }
    return sum;
  }
}
