package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Pages of a kernel object, mapped into this process while this is open (mmap(2), shared).
 *
 * @param segment the pages; not to be used after {@link #close}
 */
record SharedPages(MemorySegment segment) implements AutoCloseable {
  /** Bytes of a page. */
  static final long PAGE = 4096;

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;

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

  /**
   * {@code length} bytes of a descriptor's object from {@code offset} on, to be read.
   *
   * @throws IllegalStateException if the kernel does not map them
   */
  static SharedPages readable(int fd, long offset, long length) {
    return map(fd, offset, length, PROT_READ);
  }

  /**
   * The same, to be written too.
   *
   * @throws IllegalStateException if the kernel does not map them
   */
  static SharedPages writable(int fd, long offset, long length) {
    return map(fd, offset, length, PROT_READ | PROT_WRITE);
  }

  @SuppressWarnings("restricted")
  private static SharedPages map(int fd, long offset, long length, int protection) {
    MemorySegment mapped;
    try {
      mapped =
          (MemorySegment)
              MMAP.invokeExact(MemorySegment.NULL, length, protection, MAP_SHARED, fd, offset);
    } catch (Throwable failure) {
      throw new AssertionError("mmap(2) downcall", failure);
    }
    if (mapped.address() == -1) {
      throw new IllegalStateException("%d bytes of pages cannot be mapped".formatted(length));
    }
    return new SharedPages(mapped.reinterpret(length));
  }

  @Override
  public void close() {
    try {
      int ignored = (int) MUNMAP.invokeExact(segment, segment.byteSize());
      assert ignored <= 0;
    } catch (Throwable failure) {
      throw new AssertionError("munmap(2) downcall", failure);
    }
  }
}
