package dev.hugetext.loader.cli;

/** The command line cannot be understood; exit status 2. The message says which part and why. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
