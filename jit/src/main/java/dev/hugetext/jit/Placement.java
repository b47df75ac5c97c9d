package dev.hugetext.jit;

import java.util.random.RandomGenerator;

/**
 * How an image lies in the memory allocated for it: a header of 8 bytes, then code that begins a
 * random few bytes later, still in the first 64-byte chunk, so that rounding the entry down finds
 * the header. An exception table follows the code, aligned to 4 bytes. What is not used stays
 * filled with breakpoints.
 *
 * @param size bytes to allocate, a multiple of 64
 * @param codeOffset where the code begins in them, in bytes
 */
public record Placement(int size, int codeOffset) {

  /** Unit of allocation in a pack. */
  public static final int CHUNK_BYTES = 64;

  /** The size as a 32-bit number, and padding up to the code's alignment. */
  public static final int HEADER_BYTES = 8;

  private static final int CODE_ALIGNMENT = 4;

  /** Asked for beyond the code, so that some random space before it is certain. */
  private static final int SLACK_BYTES = 16;

  public Placement {
    if (size % CHUNK_BYTES != 0 || codeOffset < HEADER_BYTES || codeOffset >= CHUNK_BYTES) {
      throw new IllegalArgumentException("code at %d of %d bytes".formatted(codeOffset, size));
    }
  }

  /**
   * Of a function.
   *
   * @param random where in the first chunk the code begins
   */
  public static Placement of(JitFunction function, RandomGenerator random) {
    int table = function.faultSites().size() * FaultSite.ENTRY_BYTES;
    int used = roundUp(function.length(), CODE_ALIGNMENT) + table + HEADER_BYTES;
    int size = roundUp(used + SLACK_BYTES, CHUNK_BYTES);
    int hole = Math.min(size - used, CHUNK_BYTES - HEADER_BYTES);
    int start = random.nextInt(hole) & -CODE_ALIGNMENT;
    return new Placement(size, HEADER_BYTES + start);
  }

  private static int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
  }
}
