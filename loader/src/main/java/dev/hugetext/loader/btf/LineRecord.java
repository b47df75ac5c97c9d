package dev.hugetext.loader.btf;

/**
 * The instruction at which the code of a source line begins.
 *
 * @param insnOffset from the start of its section, in bytes (unsigned 32 bits)
 * @param fileNameOffset of the source file's name in BTF's strings
 * @param textOffset of the line's text in BTF's strings
 * @param lineAndColumn line number in the upper 22 bits, column in the lower 10
 */
public record LineRecord(long insnOffset, int fileNameOffset, int textOffset, int lineAndColumn) {
  private static final int COLUMN_BITS = 10;

  /** Counted from 1. */
  public int line() {
    return lineAndColumn >>> COLUMN_BITS;
  }

  /** Counted from 1; 0 where it is unknown. */
  public int column() {
    return lineAndColumn & (1 << COLUMN_BITS) - 1;
  }
}
