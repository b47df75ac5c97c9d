package dev.hugetext.execmem.sync;

import java.util.concurrent.locks.ReentrantLock;

/** The one lock under which kernel text is changed ({@code text_mutex}). */
public final class TextMutex {
  private final ReentrantLock lock = new ReentrantLock();

  /** A mutex that nobody holds. */
  public TextMutex() {}

  public void lock() {
    lock.lock();
  }

  /**
   * Releases it.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold it
   */
  public void unlock() {
    lock.unlock();
  }

  /**
   * Requires that the calling thread holds it ({@code lockdep_assert_held}).
   *
   * @throws IllegalStateException if it does not
   */
  public void requireHeld() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("text_mutex is not held");
    }
  }
}
