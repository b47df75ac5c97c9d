package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;

/** What a system call that reads from a map gives. */
public sealed interface MapAnswer {
  /** A key or a value. */
  record Bytes(byte[] bytes) implements MapAnswer {}

  /** An error. */
  record Refused(Errno errno) implements MapAnswer {}

  /** The bytes, or an empty array where there are none. */
  default byte[] orEmpty() {
    return switch (this) {
      case Bytes(byte[] bytes) -> bytes;
      case Refused _ -> new byte[0];
    };
  }
}
