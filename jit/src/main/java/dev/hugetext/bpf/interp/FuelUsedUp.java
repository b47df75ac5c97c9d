package dev.hugetext.bpf.interp;

/** Ends a run whose instructions are used up, also from within a helper that called back. */
final class FuelUsedUp extends RuntimeException {
  private static final long serialVersionUID = 1;

  FuelUsedUp() {
    super("no instructions left", null, false, false);
  }
}
