package dev.hugetext.loader.cli;

/** What the process says to its caller. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** The answer is no: rejected, failed, mismatch, a named property broke. */
  public static final int NO = 1;

  /** Wrong usage, input that cannot be used, a write that failed. */
  public static final int UNUSABLE = 2;

  /** Our mistake. */
  public static final int INTERNAL = 3;

  private ExitStatus() {}
}
