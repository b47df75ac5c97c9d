package dev.hugetext.loader.input;

import java.io.IOException;

/**
 * A file that cannot be used: which one, where, what it holds and what was expected there.
 *
 * <p>The only exception by which malformed input leaves the library; on the command line it becomes
 * {@code hugetext: FILE: WRONG, expected EXPECTED, at offset N} and exit status 2.
 */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1;
  private static final long WHOLE_FILE = -1;

  private final String file;
  private final long offset;

  /**
   * What is wrong at one place.
   *
   * @param file the name as the user gave it
   * @param offset bytes from the file's start
   * @param wrong what stands there, as a phrase: {@code "section header 9 ends at 0x5000"}
   * @param expected what would have been right, as a phrase: {@code "at most 0x4f10"}
   */
  public InputException(String file, long offset, String wrong, String expected) {
    super(message(file, offset, wrong, expected));
    this.file = file;
    this.offset = offset;
  }

  /** What is wrong is nowhere in particular: {@code "no program"}, {@code "at least one"}. */
  public static InputException ofWhole(String file, String wrong, String expected) {
    return new InputException(file, WHOLE_FILE, wrong, expected);
  }

  public String file() {
    return file;
  }

  /** Bytes from the file's start, or -1 where the error is one of the file as a whole. */
  public long offset() {
    return offset;
  }

  private static String message(String file, long offset, String wrong, String expected) {
    String message = "%s: %s, expected %s".formatted(file, wrong, expected);
    return offset == WHOLE_FILE ? message : message + ", at offset 0x%x".formatted(offset);
  }
}
