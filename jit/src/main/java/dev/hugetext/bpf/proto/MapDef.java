package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a map is made from.
 *
 * @param name as in the object file; the kernel keeps 15 characters
 * @param keySize bytes
 * @param valueSize bytes
 * @param maxEntries elements; for some types bytes or pages
 * @param flags {@code BPF_F_*}
 * @param initial contents of value 0 of a global-data map, or null
 * @param frozen whether user space may no longer write it
 * @param mapExtra type-specific, e.g. the number of hash functions of a bloom filter
 */
public record MapDef(
    String name,
    MapType type,
    int keySize,
    int valueSize,
    int maxEntries,
    int flags,
    byte @Nullable [] initial,
    boolean frozen,
    long mapExtra) {
  // Written out: javac loses a parameter's null mark in a compact one, so other modules miss it.
  public MapDef(
      String name,
      MapType type,
      int keySize,
      int valueSize,
      int maxEntries,
      int flags,
      byte @Nullable [] initial,
      boolean frozen,
      long mapExtra) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.maxEntries = maxEntries;
    this.flags = flags;
    this.initial = initial == null ? null : initial.clone();
    this.frozen = frozen;
    this.mapExtra = mapExtra;
  }

  /** A map without flags and contents. */
  public static MapDef of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return new MapDef(name, type, keySize, valueSize, maxEntries, 0, null, false, 0);
  }

  @Override
  public byte @Nullable [] initial() {
    return initial == null ? null : initial.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MapDef that
        && name.equals(that.name)
        && type == that.type
        && keySize == that.keySize
        && valueSize == that.valueSize
        && maxEntries == that.maxEntries
        && flags == that.flags
        && Arrays.equals(initial, that.initial)
        && frozen == that.frozen
        && mapExtra == that.mapExtra;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, keySize, valueSize, maxEntries, flags, frozen, mapExtra);
  }
}
