package dev.hugetext.loader.kernel;

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
}
