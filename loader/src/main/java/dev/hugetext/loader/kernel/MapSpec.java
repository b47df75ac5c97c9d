package dev.hugetext.loader.kernel;

import dev.hugetext.bpf.proto.MapType;

/**
 * A map to be created.
 *
 * @param type number of {@code enum bpf_map_type}
 * @param keySize bytes of a key
 * @param valueSize bytes of a value
 * @param maxEntries entries (bytes for ring buffers)
 * @param flags {@code BPF_F_*} of map creation
 * @param mapExtra {@code map_extra}, 0 for most types
 * @param name at most 15 characters are kept
 */
public record MapSpec(
    int type, int keySize, int valueSize, int maxEntries, int flags, long mapExtra, String name) {

  /** A nameless map without flags. */
  public static MapSpec of(int type, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(type, keySize, valueSize, maxEntries, 0, 0, "");
  }

  /** Bytes that bpf(2) hands over as the value of one key. */
  int userValueSize() {
    boolean perCpu = MapType.ofNumber(type).map(MapType::isPerCpu).orElse(false);
    int words = (valueSize + Long.BYTES - 1) / Long.BYTES;
    return perCpu ? words * Long.BYTES * PossibleCpus.count() : valueSize;
  }
}
