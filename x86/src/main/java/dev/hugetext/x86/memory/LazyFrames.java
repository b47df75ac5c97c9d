package dev.hugetext.x86.memory;

import static dev.hugetext.x86.memory.HostMemory.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The frames of physical memory, in the host's memory or as notes of what they read as. Frames are
 * given by number, parts of them by offsets {@code [from, to)} in bytes.
 *
 * <p>A line of which there is a note has older bytes in the host's memory; a note is dropped after
 * the bytes that replace it are there, so that a reader meets either.
 */
final class LazyFrames {
  private static final int FRAME = (int) PageSize.KIB_4.bytes();
  private static final byte INT3 = (byte) 0xCC;

  private final long base;
  private final FrameNotes notes;
  private final AtomicLong resident = new AtomicLong();

  /** All zero, without host memory; {@code base} is the host address of the first. */
  LazyFrames(long base, long count) {
    this.base = base;
    this.notes = new FrameNotes(count);
  }

  /** How many take host memory. */
  long resident() {
    return resident.get();
  }

  boolean isMaterialised(long frame) {
    return notes.state(frame) == FrameNotes.MATERIALISED;
  }

  /** Whether the host's memory has what a frame reads as. */
  boolean isInHost(long frame) {
    return notes.isInHost(frame);
  }

  /** Puts a frame into the host's memory, for anybody. */
  void materialise(long frame) {
    if (notes.state(frame) == FrameNotes.MATERIALISED) {
      return;
    }
    synchronized (notes) {
      switch (notes.state(frame)) {
        case FrameNotes.MATERIALISED -> {
          return;
        }
        case FrameNotes.INT3 -> fillHost(frame, 0, FRAME, INT3);
        case FrameNotes.PIECES -> writeNoted(frame, -1);
        default -> {} // zero, as the host's memory is
      }
      changeState(frame, FrameNotes.MATERIALISED);
    }
  }

  /** Gives a frame another state, of a frame that has host memory. */
  private void changeState(long frame, byte state) {
    if (notes.state(frame) != FrameNotes.PIECES) {
      resident.incrementAndGet();
    }
    notes.setState(frame, state);
  }

  private void fillHost(long frame, int from, int to, byte value) {
    ALL.asSlice(base + frame * FRAME + from, to - from).fill(value);
  }

  /** Writes those of the lines that are noted, and forgets the notes. */
  private void writeNoted(long frame, long lines) {
    long noted = notes.lines(frame);
    for (long left = noted & lines; left != 0; left &= left - 1) {
      int from = Long.numberOfTrailingZeros(left) * FrameNotes.LINE;
      fillHost(frame, from, from + FrameNotes.LINE, INT3);
    }
    notes.setLines(frame, noted & ~lines);
  }

  /** Whether {@code [from, to)} of a frame may be written in the host's memory as it is. */
  private boolean isOpen(long frame, int from, int to) {
    byte state = notes.state(frame);
    return state == FrameNotes.MATERIALISED
        || state == FrameNotes.PIECES && (notes.lines(frame) & FrameNotes.touched(from, to)) == 0;
  }

  /** Writes noted lines of which {@code [from, to)} is a part only. Under the notes' lock. */
  private void openEdges(long frame, int from, int to) {
    if (breakUp(frame)) {
      writeNoted(frame, FrameNotes.touched(from, to) & ~FrameNotes.whole(from, to));
    }
  }

  /** Forgets what was noted of {@code [from, to)}, which is written now. Under the same hold. */
  private void forget(long frame, int from, int to) {
    if (notes.state(frame) == FrameNotes.PIECES) {
      notes.setLines(frame, notes.lines(frame) & ~FrameNotes.whole(from, to));
    }
  }

  /** Puts a frame in pieces; false if it is materialised and stays so. */
  private boolean breakUp(long frame) {
    byte state = notes.state(frame);
    if (state == FrameNotes.ZERO || state == FrameNotes.INT3) {
      notes.setLines(frame, state == FrameNotes.INT3 ? -1 : 0);
      changeState(frame, FrameNotes.PIECES);
    }
    return state != FrameNotes.MATERIALISED;
  }

  /** One byte. */
  byte get(long frame, int offset) {
    boolean noted = !notes.isInHost(frame) && isInt3(frame, offset);
    return noted ? INT3 : ALL.get(HostMemory.BYTE, base + frame * FRAME + offset);
  }

  /** Whether notes say that a byte of a frame that is not materialised is 0xCC. */
  private boolean isInt3(long frame, int offset) {
    return notes.state(frame) == FrameNotes.INT3
        || (notes.lines(frame) & FrameNotes.touched(offset, offset + 1)) != 0;
  }

  /** Copies {@code length} bytes from {@code from} on into an array. */
  void read(long frame, int from, int length, byte[] target, int offset) {
    if (notes.state(frame) == FrameNotes.INT3) {
      Arrays.fill(target, offset, offset + length, INT3);
      return;
    }
    long noted = notes.isInHost(frame) ? 0 : notes.lines(frame); // before the bytes are read
    long host = base + frame * FRAME + from;
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, host, target, offset, length);
    long left = noted & FrameNotes.touched(from, from + length);
    for (; left != 0; left &= left - 1) {
      int line = Long.numberOfTrailingZeros(left) * FrameNotes.LINE - from;
      int end = Math.min(line + FrameNotes.LINE, length);
      Arrays.fill(target, offset + Math.max(line, 0), offset + end, INT3);
    }
  }

  /** Copies bytes of an array to {@code [from, to)}. */
  void write(long frame, int from, int to, byte[] source, int offset) {
    long host = base + frame * FRAME + from;
    if (isOpen(frame, from, to)) {
      MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, host, to - from);
      return;
    }
    synchronized (notes) {
      openEdges(frame, from, to);
      MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, host, to - from);
      forget(frame, from, to);
    }
  }

  /** Sets {@code [from, to)} to {@code value}, by a note where that can be said in one. */
  void fill(long frame, int from, int to, byte value) {
    if (!note(frame, from, to, value)) {
      writeFilling(frame, from, to, value);
    }
  }

  private void writeFilling(long frame, int from, int to, byte value) {
    if (isOpen(frame, from, to)) {
      fillHost(frame, from, to, value);
      return;
    }
    synchronized (notes) {
      openEdges(frame, from, to);
      fillHost(frame, from, to, value);
      forget(frame, from, to);
    }
  }

  /** Notes the filling of a part of a frame; false where its bytes must be written instead. */
  private boolean note(long frame, int from, int to, byte value) {
    if (value == INT3) {
      return notes.state(frame) != FrameNotes.MATERIALISED && noteInt3(frame, from, to);
    }
    return value == 0 && to - from == FRAME && noteZero(frame);
  }

  private boolean noteZero(long frame) {
    synchronized (notes) {
      byte state = notes.state(frame);
      if (state == FrameNotes.INT3) {
        notes.setState(frame, FrameNotes.ZERO);
      }
      return state == FrameNotes.ZERO || state == FrameNotes.INT3;
    }
  }

  private boolean noteInt3(long frame, int from, int to) {
    long whole = FrameNotes.whole(from, to);
    synchronized (notes) {
      byte state = notes.state(frame);
      if (state == FrameNotes.ZERO && to - from == FRAME) {
        notes.setState(frame, FrameNotes.INT3);
        return true;
      }
      if (state == FrameNotes.INT3 || whole == 0 || !breakUp(frame)) {
        return state == FrameNotes.INT3; // or there is no whole line, or others write there
      }
      int first = Long.numberOfTrailingZeros(whole) * FrameNotes.LINE;
      int end = first + Long.bitCount(whole) * FrameNotes.LINE;
      fillEdge(frame, from, first);
      fillEdge(frame, end, to);
      notes.setLines(frame, notes.lines(frame) | whole);
      return true;
    }
  }

  /** Fills a part of one line with 0xCC, unless that is what the line is noted to be. */
  private void fillEdge(long frame, int from, int to) {
    if (from < to && (notes.lines(frame) & FrameNotes.touched(from, to)) == 0) {
      fillHost(frame, from, to, INT3);
    }
  }
}
