package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.util.EnumSet;
import java.util.Set;

/** Makes maps by the kernel's creation rules ({@code BPF_MAP_CREATE}, measured on Linux 6.18). */
public final class MapFactory {
  private static final Set<MapFlag> COMMON =
      EnumSet.of(
          MapFlag.NUMA_NODE,
          MapFlag.RDONLY,
          MapFlag.WRONLY,
          MapFlag.RDONLY_PROG,
          MapFlag.WRONLY_PROG);
  private static final Set<MapFlag> HASH_ONLY = EnumSet.of(MapFlag.NO_PREALLOC, MapFlag.ZERO_SEED);
  private static final Set<MapFlag> ARRAY_ONLY = EnumSet.of(MapFlag.MMAPABLE, MapFlag.INNER_MAP);

  /** The largest element or value that the kernel's allocator serves: KMALLOC_MAX_SIZE, 4 MiB. */
  private static final int MAX_VALUE_BYTES = 4 << 20;

  private MapFactory() {}

  /**
   * Creates a map and stores its initial contents.
   *
   * @return the map, or the errno of bpf(2) and why
   */
  public static MapCreation create(MapDef def, KernelHeap heap) {
    MapCreation created =
        switch (def.type()) {
          case ARRAY -> array(def, heap);
          case HASH -> hash(def, heap);
          default ->
              refused("map type " + def.type().text() + " is not known here; array and hash are");
        };
    if (created instanceof MapCreation.Created(BpfMap map)) {
      byte[] initial = def.initial();
      if (initial != null) {
        heap.memory().write(map.valueAddress(0), initial);
      }
      if (def.frozen()) {
        map.freeze();
      }
    }
    return created;
  }

  private static MapCreation array(MapDef def, KernelHeap heap) {
    if (def.keySize() != Integer.BYTES) {
      return refused("an array's key has 4 bytes, not " + def.keySize());
    }
    byte[] initial = def.initial();
    if (initial != null && initial.length > Integer.toUnsignedLong(def.valueSize())) {
      return refused(
          "%d bytes of contents in a value of %d".formatted(initial.length, def.valueSize()));
    }
    return sized(def, ARRAY_ONLY) instanceof MapCreation.Refused no
        ? no
        : BpfArray.create(def, heap);
  }

  private static MapCreation hash(MapDef def, KernelHeap heap) {
    if (def.keySize() <= 0 || def.keySize() > MAX_VALUE_BYTES) {
      return refused("a hash table's key has at least one byte, not " + def.keySize());
    }
    if (def.initial() != null) {
      return refused("a hash table has no initial contents");
    }
    return sized(def, HASH_ONLY) instanceof MapCreation.Refused no ? no : BpfHtab.create(def, heap);
  }

  /** The rules that both types share; null where they are kept. */
  private static MapCreation.@org.jspecify.annotations.Nullable Refused sized(
      MapDef def, Set<MapFlag> own) {
    int known = 0;
    for (MapFlag flag : COMMON) {
      known |= flag.bit();
    }
    for (MapFlag flag : own) {
      known |= flag.bit();
    }
    int access = MapFlag.RDONLY_PROG.bit() | MapFlag.WRONLY_PROG.bit();
    if ((def.flags() & ~known) != 0 || (def.flags() & access) == access) {
      return refused("flags 0x%x do not fit %s".formatted(def.flags(), def.type().text()));
    }
    if (def.maxEntries() == 0 || def.valueSize() <= 0) {
      return refused(
          "max_entries %d and value size %d must both be positive"
              .formatted(Integer.toUnsignedLong(def.maxEntries()), def.valueSize()));
    }
    if (def.valueSize() > MAX_VALUE_BYTES) {
      return new MapCreation.Refused(
          Errno.E2BIG,
          "a value of %d bytes exceeds %d".formatted(def.valueSize(), MAX_VALUE_BYTES));
    }
    return null;
  }

  private static MapCreation.Refused refused(String reason) {
    return new MapCreation.Refused(Errno.EINVAL, reason);
  }
}
