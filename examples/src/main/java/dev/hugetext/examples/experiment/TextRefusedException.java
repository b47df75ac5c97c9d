package dev.hugetext.examples.experiment;

/** The kernel had no text for an image, or would not fill it. */
final class TextRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message says whose image, how large, which call answered what. */
  TextRefusedException(String message) {
    super(message);
  }
}
