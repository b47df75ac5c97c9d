package dev.hugetext.loader.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** OBJ_GET_INFO_BY_FD: the raw info structure of a map or program. */
final class ObjectInfo {

  /** {@code struct bpf_map_info}: enough of it for the id. */
  static final int MAP_INFO_BYTES = 80;

  static final int MAP_ID = 4;

  private ObjectInfo() {}

  /** The first {@code length} bytes of the structure; what the kernel does not know stays zero. */
  static Outcome<byte[]> read(int fd, int length) {
    try (Attr attr = new Attr()) {
      MemorySegment info = attr.buffer(length);
      int result = ask(attr, fd, info);
      return result < 0
          ? new Outcome.Refused<>(BpfCommand.OBJ_GET_INFO_BY_FD.name(), -result, "")
          : new Outcome.Done<>(Attr.bytes(info, length));
    }
  }

  /** Asks with a structure that may hold pointers to the caller's buffers. */
  static int ask(Attr attr, int fd, MemorySegment info) {
    attr.putInt(0, fd).putInt(4, Math.toIntExact(info.byteSize())).putPointer(8, info);
    return attr.call(BpfCommand.OBJ_GET_INFO_BY_FD);
  }

  static int intAt(byte[] info, int offset) {
    return ByteBuffer.wrap(info).order(ByteOrder.nativeOrder()).getInt(offset);
  }
}
