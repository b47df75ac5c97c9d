package dev.hugetext.verifier.transfer;

import java.util.Arrays;

/**
 * Where the functions of a program start and end, by ascending slot; function 0 is the main one.
 */
public final class Functions {
  private final int[] starts;
  private final int end;

  /**
   * @param starts first slots, ascending, beginning with 0
   * @param end number of slots of the program
   */
  public Functions(int[] starts, int end) {
    this.starts = starts.clone();
    this.end = end;
  }

  public int count() {
    return starts.length;
  }

  /** First slot of a function. */
  public int start(int function) {
    return starts[function];
  }

  /** The slot after the last one of a function. */
  public int end(int function) {
    return function + 1 < starts.length ? starts[function + 1] : end;
  }

  /** The function that starts at a slot; negative if none does. */
  public int startingAt(int pc) {
    return Arrays.binarySearch(starts, pc);
  }

  /** The function that a slot belongs to. */
  public int containing(int pc) {
    int found = Arrays.binarySearch(starts, pc);
    return found >= 0 ? found : -found - 2;
  }
}
