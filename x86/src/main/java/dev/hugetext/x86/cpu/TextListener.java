package dev.hugetext.x86.cpu;

/** Whoever keeps something derived from the bytes of text, such as decoded blocks. */
@FunctionalInterface
public interface TextListener {
  /**
   * Bytes of a frame that was noted as text have changed; it is no longer noted.
   *
   * @param frame physical address of the 4 KiB frame
   */
  void textWritten(long frame);
}
