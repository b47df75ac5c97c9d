package dev.hugetext.bpf.interp;

/** An access to memory that is not there; ends a run as {@link Result.Faulted}. */
public final class BpfMemoryFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long address;

  public BpfMemoryFault(long address) {
    super("no memory at 0x%x".formatted(address), null, false, false);
    this.address = address;
  }

  /** The first byte that was asked for. */
  public long address() {
    return address;
  }
}
