package dev.hugetext.x86.host;

import java.lang.foreign.MemorySegment;

/**
 * Text and data side by side below 2 GiB. The text is a memory file mapped twice, executable here
 * and writable elsewhere, so that no page is ever both.
 */
final class TextMapping implements AutoCloseable {
  private final long textBytes;
  private final long dataBytes;
  private final long base;
  private final long writable;

  /** Sizes in bytes, multiples of 4 KiB. */
  TextMapping(long textBytes, long dataBytes) {
    this.textBytes = textBytes;
    this.dataBytes = dataBytes;
    int readWrite = Libc.PROT_READ | Libc.PROT_WRITE;
    int low = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_32BIT;
    base = Libc.mmap(0, textBytes + dataBytes, readWrite, low, -1);
    int fd = Libc.memoryFile("hugetext", textBytes);
    int readExecute = Libc.PROT_READ | Libc.PROT_EXEC;
    Libc.mmap(base, textBytes, readExecute, Libc.MAP_SHARED | Libc.MAP_FIXED, fd);
    writable = Libc.mmap(0, textBytes, readWrite, Libc.MAP_SHARED, fd);
    Libc.close(fd);
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
