package dev.hugetext.execmem.vmap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the objects come from that stand for areas ({@code vmap_area_cachep}). There are always
 * enough, until someone limits them, as the kernel's own fault injection (failslab) does: then
 * callers show what they do without.
 */
public final class AreaObjects {
  private static final long ENOUGH = -1;

  private final AtomicLong left = new AtomicLong(ENOUGH);

  AreaObjects() {}

  /** From now on so many more are handed out, and none afterwards; what is given back is lost. */
  public void limit(long objects) {
    if (objects < 0) {
      throw new IllegalArgumentException("a limit of %d objects".formatted(objects));
    }
    left.set(objects);
  }

  /** There are enough again. */
  public void lift() {
    left.set(ENOUGH);
  }

  /** Whether they may run out. */
  public boolean isLimited() {
    return left.getPlain() >= 0;
  }

  /** Hands one out: false where there is none. */
  public boolean take() {
    return !isLimited() || left.getAndUpdate(objects -> Math.max(objects - 1, 0)) > 0;
  }
}
