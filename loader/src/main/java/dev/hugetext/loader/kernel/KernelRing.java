package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a ring buffer map of the running kernel, read through a mapping of its pages: one
 * with the producer's position, then the data twice in a row.
 */
final class KernelRing {
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;
  private static final int RECORD_HEADER = 8;

  private KernelRing() {}

  /**
   * The complete records from the start, in order; none is consumed.
   *
   * @param size bytes of data, a power of two
   * @throws IllegalStateException if the kernel does not map the pages
   */
  static List<byte[]> records(int fd, long size) {
    try (var pages = SharedPages.readable(fd, SharedPages.PAGE, SharedPages.PAGE + 2 * size)) {
      return read(pages.segment(), size);
    }
  }

  private static List<byte[]> read(MemorySegment pages, long size) {
    List<byte[]> records = new ArrayList<>();
    long producer = pages.get(JAVA_LONG, 0);
    long position = 0;
    while (position < producer) {
      long at = SharedPages.PAGE + (position & (size - 1));
      int header = pages.get(JAVA_INT, at);
      if ((header & BUSY) != 0) {
        break;
      }
      int length = header & ~DISCARD;
      if ((header & DISCARD) == 0) {
        records.add(pages.asSlice(at + RECORD_HEADER, length).toArray(JAVA_BYTE));
      }
      position += (length + RECORD_HEADER + 7) & -8L;
    }
    return records;
  }
}
