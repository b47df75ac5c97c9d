package dev.hugetext.selftests.jit;

import java.util.List;

/** What came of one program. */
public sealed interface ImageComparison {

  /** The kernel did not take the program. */
  record Refused(String message, String log) implements ImageComparison {}

  /**
   * Both compiled it.
   *
   * @param insns rewritten slots
   * @param bytes of machine code compared
   * @param functions how many
   * @param passes the most that one of them took
   * @param differences empty where all is alike
   */
  record Compared(
      int insns, int bytes, int functions, int passes, List<ImageDifference> differences)
      implements ImageComparison {}
}
