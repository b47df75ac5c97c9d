package dev.hugetext.verifier.log;

/**
 * Text of which only the end is kept, like a log buffer of the kernel that rolls over: positions
 * count from the very beginning.
 */
final class RollingText {
  /** Characters kept at least, once there are so many. */
  private static final int KEPT = 8 << 20;

  private final StringBuilder tail = new StringBuilder();
  private int dropped;

  /** Characters written and not taken back. */
  int length() {
    return dropped + tail.length();
  }

  RollingText append(CharSequence text) {
    tail.append(text);
    if (tail.length() > 2 * KEPT) {
      int excess = tail.length() - KEPT;
      tail.delete(0, excess);
      dropped += excess;
    }
    return this;
  }

  /** Takes back what was written since the text had this length; what was dropped stays dropped. */
  void setLength(int length) {
    int kept = length - dropped;
    tail.setLength(Math.max(kept, 0));
    dropped = Math.min(dropped, length);
  }

  /** The end of the text: all of it, where it is short enough. */
  @Override
  public String toString() {
    return tail.toString();
  }
}
