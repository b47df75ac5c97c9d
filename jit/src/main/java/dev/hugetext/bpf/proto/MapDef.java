package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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
 * @param numaNode memory node that its elements are to lie on, if {@code flags} has {@link
 *     MapFlag#NUMA_NODE}
 * @param pinning whether user space keeps it under a name
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
    Map<Integer, String> slots,
    int numaNode,
    Pinning pinning) {
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
      Map<Integer, String> slots,
      int numaNode,
      Pinning pinning) {
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
    this.numaNode = numaNode;
    this.pinning = Objects.requireNonNull(pinning, "pinning");
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
        Map.of(),
        0,
        Pinning.NONE);
  }

  /** A map without flags and contents. */
  public static MapDef of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
    return new MapDef(name, type, keySize, valueSize, maxEntries, 0, null, false, 0);
  }

  /** The same with this many elements. */
  public MapDef withMaxEntries(int maxEntries) {
    return with(copy -> copy.maxEntries = maxEntries);
  }

  /** The same with these contents of value 0; of an arena, from its start. */
  public MapDef withInitial(byte[] initial) {
    return with(copy -> copy.initial = initial);
  }

  /** The same with other creation flags. */
  public MapDef withFlags(int flags) {
    return with(copy -> copy.flags = flags);
  }

  /** The same with another {@code map_extra}. */
  public MapDef withMapExtra(long mapExtra) {
    return with(copy -> copy.mapExtra = mapExtra);
  }

  /** The same with what BTF says of key and value. */
  public MapDef withTypes(MapTypes types) {
    return with(copy -> copy.types = types);
  }

  /** The same, holding maps that look like {@code inner}. */
  public MapDef withInner(MapDef inner) {
    return with(copy -> copy.inner = inner);
  }

  /** The same with programs or maps in it from the start. */
  public MapDef withSlots(Map<Integer, String> slots) {
    return with(copy -> copy.slots = slots);
  }

  /** The same on this memory node, which counts with {@link MapFlag#NUMA_NODE} only. */
  public MapDef withNumaNode(int numaNode) {
    return with(copy -> copy.numaNode = numaNode);
  }

  /** The same, kept under a name or not. */
  public MapDef withPinning(Pinning pinning) {
    return with(copy -> copy.pinning = pinning);
  }

  private MapDef with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new MapDef(
        name,
        type,
        keySize,
        valueSize,
        copy.maxEntries,
        copy.flags,
        copy.initial,
        frozen,
        copy.mapExtra,
        copy.types,
        copy.inner,
        copy.slots,
        copy.numaNode,
        copy.pinning);
  }

  /** What can be changed, on the way from one definition to another. */
  private static final class Copy {
    private int maxEntries;
    private int flags;
    private byte @Nullable [] initial;
    private long mapExtra;
    private MapTypes types;
    private @Nullable MapDef inner;
    private Map<Integer, String> slots;
    private int numaNode;
    private Pinning pinning;

    private Copy(MapDef def) {
      maxEntries = def.maxEntries;
      flags = def.flags;
      initial = def.initial;
      mapExtra = def.mapExtra;
      types = def.types;
      inner = def.inner;
      slots = def.slots;
      numaNode = def.numaNode;
      pinning = def.pinning;
    }
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

  /** The byte at an offset of {@link #initial}; 0 where it has none. */
  public byte initialAt(int offset) {
    return initial == null || offset >= initial.length ? 0 : initial[offset];
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
        && slots.equals(that.slots)
        && numaNode == that.numaNode
        && pinning == that.pinning;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, keySize, valueSize, maxEntries, flags, frozen, mapExtra);
  }
}
