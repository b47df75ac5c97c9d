package dev.hugetext.execmem.outcome;

/**
 * The emulated kernel hit a {@code BUG()}: it cannot go on, and neither can the machine.
 *
 * <p>Thrown where the kernel would stop with an oops; the message says which check failed and the
 * address concerned.
 */
public final class KernelBug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KernelBug(String message) {
    super(message);
  }
}
