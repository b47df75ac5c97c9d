package dev.hugetext.x86.memory;

import java.io.Serial;

/** A {@link GuestMemory} access reached a hole of the page tables. */
public final class GuestFault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient PageFault fault;

  GuestFault(PageFault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  /** Which address was not mapped. */
  public PageFault fault() {
    return fault;
  }
}
