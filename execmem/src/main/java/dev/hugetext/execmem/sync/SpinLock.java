package dev.hugetext.execmem.sync;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kernel spin lock: held for a few dozen instructions, never while sleeping, not reentrant.
 *
 * <p>A waiter spins, and after a while lets other host threads run, because the holder may be one
 * that the host has taken off its CPU.
 */
public final class SpinLock {
  private static final int SPINS = 64;

  private final AtomicInteger held = new AtomicInteger();

  /** A lock that nobody holds. */
  public SpinLock() {}

  public void lock() {
    if (!held.compareAndSet(0, 1)) {
      spin();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the holder may need this host CPU to go on
  private void spin() {
    for (int tries = 0; ; tries++) {
      if (held.getPlain() == 0 && held.compareAndSet(0, 1)) {
        return;
      }
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /**
   * Releases it.
   *
   * @throws IllegalStateException if nobody holds it
   */
  public void unlock() {
    if (held.getPlain() == 0) {
      throw new IllegalStateException("unlock of a spin lock that nobody holds");
    }
    held.setRelease(0);
  }
}
