package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * @param initial contents of value 0 of a global-data map or of an arena's start, or null
 * @param frozen whether user space may no longer write it
 * @param mapExtra type-specific, e.g. the number of hash functions of a bloom filter
 * @param types what BTF says of key and value
 * @param inner what the maps in a map-in-map look like, or null for other types
 * @param slots initial values by index: names of programs in a program array, of maps in a
 *     map-in-map
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
    long mapExtra,
    MapTypes types,
    @Nullable MapDef inner,
    Map<Integer, String> slots) {
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
      long mapExtra,
      MapTypes types,
      @Nullable MapDef inner,
      Map<Integer, String> slots) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.keySize = keySize;
    this.valueSize = valueSize;
    this.maxEntries = maxEntries;
    this.flags = flags;
    this.initial = initial == null ? null : initial.clone();
    this.frozen = frozen;
    this.mapExtra = mapExtra;
    this.types = Objects.requireNonNull(types, "types");
    this.inner = inner;
    this.slots = Map.copyOf(slots);
  }

  /** A map of which BTF says nothing, that holds no other maps and no programs. */
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
    this(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        MapTypes.NONE,
        null,
        Map.of());
  }

  /** A map without flags and contents. */
  public static MapDef of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return new MapDef(name, type, keySize, valueSize, maxEntries, 0, null, false, 0);
  }

  /** The same with this many elements. */
  public MapDef withMaxEntries(int maxEntries) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same with these contents of value 0; of an arena, from its start. */
  public MapDef withInitial(byte[] initial) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same with other creation flags. */
  public MapDef withFlags(int flags) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same with another {@code map_extra}. */
  public MapDef withMapExtra(long mapExtra) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same with what BTF says of key and value. */
  public MapDef withTypes(MapTypes types) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same, holding maps that look like {@code inner}. */
  public MapDef withInner(MapDef inner) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /** The same with programs or maps in it from the start. */
  public MapDef withSlots(Map<Integer, String> slots) {
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        initial,
        frozen,
        mapExtra,
        types,
        inner,
        slots);
  }

  /**
   * Whether programs may only read values: the map is made so, or its values are the kernel's own,
   * of which a look-up hands out the place.
   */
  public boolean isReadOnlyForPrograms() {
    return MapFlag.RDONLY_PROG.in(this) || type == MapType.DEVMAP || type == MapType.DEVMAP_HASH;
  }

  /** The fields of a value that the kernel manages. */
  public List<ValueField> fields() {
    return types.fields();
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
        && mapExtra == that.mapExtra
        && types.equals(that.types)
        && Objects.equals(inner, that.inner)
        && slots.equals(that.slots);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, keySize, valueSize, maxEntries, flags, frozen, mapExtra);
  }
}
