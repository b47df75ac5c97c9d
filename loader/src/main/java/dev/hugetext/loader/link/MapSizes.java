package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;

/** Sizes that libbpf chooses itself when an object leaves them open, or asks for what cannot be. */
final class MapSizes {
  private static final int PAGE = 4096;

  private MapSizes() {}

  /** {@code map} with the size that it is made with. */
  static MapDef fixed(MapDef map, OpenOptions options) {
    if (map.type() == MapType.PERF_EVENT_ARRAY && map.maxEntries() == 0) {
      return map.withMaxEntries(options.cpus());
    }
    if (map.type() == MapType.RINGBUF || map.type() == MapType.USER_RINGBUF) {
      return map.withMaxEntries(ringBytes(map.maxEntries()));
    }
    return map;
  }

  /** A ring's bytes are a power of two of pages; what is not goes up to the next one. */
  private static int ringBytes(int bytes) {
    if (bytes <= 0 || bytes > 1 << 30) {
      return bytes; // the kernel's answer to that is clear enough
    }
    return Math.max(PAGE, Integer.highestOneBit(bytes - 1) << 1);
  }
}
