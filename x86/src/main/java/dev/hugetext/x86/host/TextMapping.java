package dev.hugetext.x86.host;

import java.lang.foreign.MemorySegment;

/**
 * Text and data side by side below 2 GiB. The text is a memory file mapped twice, executable here
 * and writable elsewhere, so that no page is ever both.
 */
final class TextMapping implements AutoCloseable {
  private static final long GIB = 1L << 30;
  private static final long STEP = 1L << 24;

  private final long textBytes;
  private final long dataBytes;
  private final long base;
  private final long writable;

  /** Sizes in bytes, multiples of 4 KiB. */
  TextMapping(long textBytes, long dataBytes) {
    this.textBytes = textBytes;
    this.dataBytes = dataBytes;
    int readWrite = Libc.PROT_READ | Libc.PROT_WRITE;
    base = low(textBytes + dataBytes, readWrite);
    int fd = Libc.memoryFile("hugetext", textBytes);
    int readExecute = Libc.PROT_READ | Libc.PROT_EXEC;
    Libc.mmap(base, textBytes, readExecute, Libc.MAP_SHARED | Libc.MAP_FIXED, fd);
    writable = Libc.mmap(0, textBytes, readWrite, Libc.MAP_SHARED, fd);
    Libc.close(fd);
  }

  /**
   * Anonymous memory below 2 GiB. The kernel looks between 1 and 2 GiB only, all of which the JVM
   * may have taken for its classes; then the rest is tried from 1 GiB downwards.
   */
  private static long low(long bytes, int protection) {
    int anonymous = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS;
    long mapped = Libc.tryMmap(0, bytes, protection, anonymous | Libc.MAP_32BIT, -1);
    int here = anonymous | Libc.MAP_FIXED_NOREPLACE;
    for (long at = GIB - STEP; mapped == Libc.FAILED && at > 0; at -= STEP) {
      mapped = Libc.tryMmap(at, bytes, protection, here, -1);
    }
    if (mapped < 0 || mapped + bytes > 2 * GIB) {
      throw new IllegalStateException("no room for %d bytes below 2 GiB".formatted(bytes));
    }
    return mapped;
  }

  /** The address at which text is executed; below 2 GiB. */
  long text() {
    return base;
  }

  /** The address of the data, right behind the text. */
  long data() {
    return base + textBytes;
  }

  /** The text's bytes, to be written. */
  MemorySegment writableText() {
    return segment(writable, textBytes);
  }

  /** The data's bytes. */
  MemorySegment dataSegment() {
    return segment(data(), dataBytes);
  }

  @SuppressWarnings("restricted") // both are mappings of this object
  private static MemorySegment segment(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  @Override
  public void close() {
    Libc.munmap(writable, textBytes);
    Libc.munmap(base, textBytes + dataBytes);
  }
}
