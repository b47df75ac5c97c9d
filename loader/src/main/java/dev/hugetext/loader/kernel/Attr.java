package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * One zeroed {@code union bpf_attr} and the buffers it points to; all of it lives until {@link
 * #close}. Offsets are in bytes, given by the class that knows the command.
 */
final class Attr implements AutoCloseable {

  /** Covers the longest member that is filled here; the kernel wants the rest to be zero. */
  private static final int BYTES = 160;

  /** {@code BPF_OBJ_NAME_LEN}, with the terminating zero. */
  private static final int NAME_BYTES = 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment = arena.allocate(BYTES, Long.BYTES);

  Attr putInt(int offset, int value) {
    segment.set(JAVA_INT, offset, value);
    return this;
  }

  Attr putLong(int offset, long value) {
    segment.set(JAVA_LONG_UNALIGNED, offset, value);
    return this;
  }

  /** A name as the kernel takes it: at most 15 characters of {@code [A-Za-z0-9_.]}. */
  Attr putName(int offset, String name) {
    byte[] text = name.replaceAll("[^A-Za-z0-9_.]", "_").getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(
        text, 0, segment, ValueLayout.JAVA_BYTE, offset, Math.min(text.length, NAME_BYTES - 1));
    return this;
  }

  /** Copies {@code bytes} out of the heap and puts their address; an empty array is NULL. */
  Attr putPointer(int offset, byte[] bytes) {
    return bytes.length == 0 ? this : putPointer(offset, copy(bytes));
  }

  Attr putPointer(int offset, MemorySegment buffer) {
    return putLong(offset, buffer.address());
  }

  /** A zeroed buffer that lives as long as this attr. */
  MemorySegment buffer(long bytes) {
    return arena.allocate(Math.max(bytes, 1), Long.BYTES);
  }

  MemorySegment copy(byte[] bytes) {
    MemorySegment buffer = buffer(bytes.length);
    MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return buffer;
  }

  int getInt(int offset) {
    return segment.get(JAVA_INT_UNALIGNED, offset);
  }

  /** The call's result: 0, a file descriptor, or the negative errno. */
  int call(BpfCommand command) {
    return Syscall.bpf(command, segment);
  }

  /** The first {@code length} bytes of a buffer, as the heap has them. */
  static byte[] bytes(MemorySegment buffer, long length) {
    return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    arena.close();
  }
}
