package dev.hugetext.loader.cli;

import java.io.IOException;

/** Results cannot be written; ends the command at once, since nobody gets what it would say. */
final class OutputFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** How the system words EPIPE. */
  private static final String CLOSED_PIPE = "Broken pipe";

  OutputFailure(IOException cause) {
    super("standard output: " + cause.getMessage(), cause);
  }

  /** Whether the reader has gone, as {@code head} does once it has its lines: no reason to talk. */
  boolean isOfClosedPipe() {
    return String.valueOf(getMessage()).endsWith(CLOSED_PIPE);
  }
}
