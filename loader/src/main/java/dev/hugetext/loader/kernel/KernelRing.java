package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a ring buffer map of the running kernel, read through a mapping of its pages: one
 * with the producer's position, then the data twice in a row.
 */
final class KernelRing {
  private static final long PAGE = 4096;
  private static final int PROT_READ = 1;
  private static final int MAP_SHARED = 1;
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;
  private static final int RECORD_HEADER = 8;

  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted")
  private static final MethodHandle MMAP =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("mmap"),
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

  @SuppressWarnings("restricted")
  private static final MethodHandle MUNMAP =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("munmap"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private KernelRing() {}

  /**
   * The complete records from the start, in order; none is consumed.
   *
   * @param size bytes of data, a power of two
   * @throws IllegalStateException if the kernel does not map the pages
   */
  static List<byte[]> records(int fd, long size) {
    long length = PAGE + 2 * size;
    MemorySegment pages = map(fd, length);
    try {
      return read(pages, size);
    } finally {
      unmap(pages, length);
    }
  }

  private static List<byte[]> read(MemorySegment pages, long size) {
    List<byte[]> records = new ArrayList<>();
    long producer = pages.get(JAVA_LONG, 0);
    long position = 0;
    while (position < producer) {
      long at = PAGE + (position & (size - 1));
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

  @SuppressWarnings("restricted")
  private static MemorySegment map(int fd, long length) {
    MemorySegment mapped;
    try {
      mapped =
          (MemorySegment)
              MMAP.invokeExact(MemorySegment.NULL, length, PROT_READ, MAP_SHARED, fd, PAGE);
    } catch (Throwable failure) {
      throw new AssertionError("mmap(2) downcall", failure);
    }
    if (mapped.address() == -1) {
      throw new IllegalStateException("the pages of a ring buffer cannot be mapped");
    }
    return mapped.reinterpret(length);
  }

  private static void unmap(MemorySegment pages, long length) {
    try {
      int ignored = (int) MUNMAP.invokeExact(pages, length);
      assert ignored <= 0;
    } catch (Throwable failure) {
      throw new AssertionError("munmap(2) downcall", failure);
    }
  }
}
