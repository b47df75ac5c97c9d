package dev.hugetext.x86.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What is noted of frames instead of being written to them: the state of each, and of those that
 * are in {@link #PIECES} also which of their lines read as 0xCC. Costs memory by runs of frames.
 *
 * <p>What was noted is seen by every thread after what was done before noting it. Whoever notes
 * holds the lock that all of them share: this object.
 */
final class FrameNotes {
  /** Reads as zero and has no host memory. Must be 0: it is the state of every frame at first. */
  static final byte ZERO = 0;

  /** Its bytes are in the host's memory, where anybody may read and write them. */
  static final byte MATERIALISED = 1;

  /** Reads as 0xCC, the filling of text pages, and has no host memory. */
  static final byte INT3 = 2;

  /** Lines that are noted read as 0xCC, the others are in the host's memory, for us alone. */
  static final byte PIECES = 3;

  /** Bytes of a line: a frame has as many lines as a word has bits. */
  static final int LINE = 64;

  private static final int RUN_SHIFT = 9;
  private static final int RUN = 1 << RUN_SHIFT;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final SparseBytes states;
  private final AtomicReferenceArray<long[]> lines;

  FrameNotes(long frames) {
    states = new SparseBytes(frames);
    lines = new AtomicReferenceArray<>(Math.toIntExact((frames + RUN - 1) >>> RUN_SHIFT));
  }

  byte state(long frame) {
    return states.get(frame);
  }

  void setState(long frame, byte state) {
    states.set(frame, state);
  }

  /** Whether the host's memory has what the frame reads as. */
  boolean isInHost(long frame) {
    return states.get(frame) <= MATERIALISED;
  }

  /** The noted lines of a frame in pieces, a bit each. */
  long lines(long frame) {
    long[] run = lines.get((int) (frame >>> RUN_SHIFT));
    return run == null ? 0 : (long) WORD.getAcquire(run, (int) frame & RUN - 1);
  }

  void setLines(long frame, long noted) {
    int number = (int) (frame >>> RUN_SHIFT);
    long[] run = lines.get(number);
    if (run == null) {
      run = new long[RUN];
      lines.set(number, run);
    }
    WORD.setRelease(run, (int) frame & RUN - 1, noted);
  }

  /** Bits of the lines of which some byte is in {@code [from, to)} of a frame. */
  static long touched(int from, int to) {
    return mask(from / LINE, (to + LINE - 1) / LINE);
  }

  /** Bits of the lines of which all bytes are. */
  static long whole(int from, int to) {
    return mask((from + LINE - 1) / LINE, to / LINE);
  }

  private static long mask(int first, int end) {
    return first >= end ? 0 : -1L << first & -1L >>> (Long.SIZE - end);
  }
}
