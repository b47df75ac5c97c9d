package dev.hugetext.execmem;

import java.util.Optional;

/**
 * Bugs that earlier versions of the series had, to be switched on one by one; each is read at one
 * place. Without any the allocator is that of version 5.
 */
public enum ExecmemFault {
  /**
   * Version 1: a region that is not the newest stays on the list when it is given back, and may be
   * given back again.
   */
  UNLINK_KEEPS_REGION("v1-unlink"),

  /** Version 1: where no region can be had, alloc releases a lock that it does not hold. */
  UNLOCK_NOT_HELD("v1-unlock"),

  /**
   * Versions 1 and 3: a new region is put on the list without the lock, so that of two at once one
   * may be lost.
   */
  PUSH_WITHOUT_LOCK("v3-push");

  private final String text;

  ExecmemFault(String text) {
    this.text = text;
  }

  /** As users write it, e.g. {@code v1-unlink}. */
  public String text() {
    return text;
  }

  /** The fault written {@code text}, or empty. */
  public static Optional<ExecmemFault> of(String text) {
    for (ExecmemFault fault : values()) {
      if (fault.text.equals(text)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
