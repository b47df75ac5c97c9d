package dev.hugetext.loader.run;

import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.GuestMemory;

/**
 * What a loop with {@code may_goto} asks when it has gone round often enough: another count, or 0
 * once it has taken a quarter of a second.
 */
final class TimedMayGoto {
  /** How often a loop goes round before it asks again. */
  private static final long LOOPS = 0xffff;

  private static final long LIMIT_NANOS = 1_000_000_000L / 4;

  /** Modelled time of one time round: the clock stands still between two looks otherwise. */
  private static final long NANOS_PER_LOOP = 16;

  private TimedMayGoto() {}

  /** The function itself: all registers stay as they are, but R10. */
  static void call(CpuState state, GuestMemory memory, KernelClock clock) {
    long words = state.get(Gpr.RBP) + state.get(Gpr.R10);
    state.set(Gpr.R10, next(words, memory, clock));
  }

  /**
   * The next count.
   *
   * @param words the address of the count; behind it lies when the loop first asked, or 0
   */
  static long next(long words, GuestMemory memory, KernelClock clock) {
    clock.advance(LOOPS * NANOS_PER_LOOP);
    long now = clock.read();
    long first = memory.getLong(words + Long.BYTES);
    if (first == 0) {
      memory.putLong(words + Long.BYTES, now);
      return LOOPS;
    }
    return now - first >= LIMIT_NANOS ? 0 : LOOPS;
  }
}
