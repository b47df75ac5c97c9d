package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.Pinning;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map from the struct that defines it: each member is one attribute, and says its value
 * by its type. A number is a pointer to an array of that many elements, a type a pointer to it.
 */
final class MapDefinition {
  private static final String INNER_SUFFIX = ".inner";

  /** A map of maps or programs holds their numbers. */
  private static final int REFERENCE_BYTES = Integer.BYTES;

  /** Types of which libbpf tells the kernel no types of key and value. */
  private static final Set<MapType> WITHOUT_TYPES =
      EnumSet.of(
          MapType.PERF_EVENT_ARRAY,
          MapType.CGROUP_ARRAY,
          MapType.STACK_TRACE,
          MapType.ARRAY_OF_MAPS,
          MapType.HASH_OF_MAPS,
          MapType.DEVMAP,
          MapType.DEVMAP_HASH,
          MapType.SOCKMAP,
          MapType.SOCKHASH,
          MapType.CPUMAP,
          MapType.XSKMAP,
          MapType.ARENA);

  private final Btf btf;
  private final ElfObject elf;
  private final long fileOffset;
  private final String name;
  private final boolean isInner;

  private MapType type = MapType.UNSPEC;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long extra;
  private int keyType;
  private int valueType;
  private int numaNode;
  private Pinning pinning = Pinning.NONE;
  private @Nullable MapDef inner;
  private Optional<String> notice = Optional.empty();

  /**
   * @param fileOffset where the definition lies, for messages
   * @param name the variable's
   */
  MapDefinition(Btf btf, ElfObject elf, long fileOffset, String name) {
    this(btf, elf, fileOffset, name, false);
  }

  private MapDefinition(Btf btf, ElfObject elf, long fileOffset, String name, boolean isInner) {
    this.btf = btf;
    this.elf = elf;
    this.fileOffset = fileOffset;
    this.name = name;
    this.isInner = isInner;
  }

  /**
   * Where in a definition the elements begin that a map of maps or programs has from the start.
   *
   * @param id of the definition's type
   * @return bytes from the definition's start; empty if it has none
   */
  static OptionalLong valuesOffset(Btf btf, int id) {
    if (btf.resolve(id) instanceof BtfType.Struct struct) {
      for (BtfType.Member member : struct.members()) {
        if (member.name().equals("values")) {
          return OptionalLong.of(Integer.toUnsignedLong(member.bitOffset()) / Byte.SIZE);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** The map that type {@code id}, the variable's, defines. */
  MapDef read(int id) throws InputException {
    if (!(btf.resolve(id) instanceof BtfType.Struct struct)) {
      throw wrong("is not a struct", "a struct whose members are attributes");
    }
    for (BtfType.Member member : struct.members()) {
      read(member);
    }
    if (type == MapType.UNSPEC) {
      throw wrong("has no type", "a member 'type'");
    }
    MapDef plain =
        new MapDef(name, type, keySize, valueSize, maxEntries, flags, null, false, extra)
            .withTypes(types())
            .withNumaNode(numaNode)
            .withPinning(pinning);
    return inner == null ? plain : plain.withInner(inner);
  }

  private MapTypes types() throws InputException {
    return WITHOUT_TYPES.contains(type) || (keyType == 0 && valueType == 0)
        ? MapTypes.NONE
        : MapTypes.of(keyType, valueType, ValueFields.of(elf, fileOffset, btf, valueType));
  }

  /** What the user should know about the definition. */
  Optional<String> notice() {
    return notice;
  }

  private void read(BtfType.Member member) throws InputException {
    switch (member.name()) {
      case "type" -> type = mapType(number(member));
      case "key_size" -> keySize = agreed(member, keySize, number(member));
      case "key" -> {
        keySize = agreed(member, keySize, size(member));
        keyType = target(member);
      }
      case "value_size" -> valueSize = agreed(member, valueSize, number(member));
      case "value" -> {
        valueSize = agreed(member, valueSize, size(member));
        valueType = target(member);
      }
      case "max_entries" -> maxEntries = number(member);
      case "map_flags" -> flags = number(member);
      case "map_extra" -> extra = number(member);
      case "numa_node" -> numaNode = number(member);
      case "pinning" -> pinning = pinning(number(member));
      case "values" -> values(member);
      default ->
          throw wrong(
              "has a member '%s'".formatted(member.name()),
              "type, key, key_size, value, value_size, max_entries, map_flags, map_extra,"
                  + " numa_node, pinning or values");
    }
  }

  /** What a map of maps or programs holds: an array of pointers to what the type of each is. */
  private void values(BtfType.Member member) throws InputException {
    boolean holdsMaps = type == MapType.ARRAY_OF_MAPS || type == MapType.HASH_OF_MAPS;
    if (!holdsMaps && type != MapType.PROG_ARRAY) {
      throw wrong("has 'values' and is of type " + type.text(), "a map of maps or programs");
    }
    valueSize = agreed(member, valueSize, REFERENCE_BYTES);
    if (btf.resolve(member.type()) instanceof BtfType.Array array
        && array.count() == 0
        && btf.resolve(array.elementType()) instanceof BtfType.Ptr(int target)) {
      BtfType held = btf.resolve(target);
      if (holdsMaps && held instanceof BtfType.Struct) {
        inner = innerMap(target);
        return;
      }
      if (!holdsMaps && held instanceof BtfType.FuncProto) {
        return;
      }
    }
    throw wrong(
        "has 'values' of another type",
        "an array without a size of pointers to %s"
            .formatted(holdsMaps ? "a map's definition" : "a function"));
  }

  private MapDef innerMap(int id) throws InputException {
    if (isInner) {
      throw wrong("is held by a map and holds maps", "maps that hold no maps");
    }
    return new MapDefinition(btf, elf, fileOffset, name + INNER_SUFFIX, true).read(id);
  }

  private Pinning pinning(int number) throws InputException {
    Optional<Pinning> known = Pinning.ofNumber(number);
    if (isInner && known.filter(none -> none == Pinning.NONE).isEmpty()) {
      throw wrong("is held by a map and has a 'pinning'", "only the map that holds it has one");
    }
    if (known.isEmpty()) {
      notice =
          Optional.of(
              "map '%s' is to be kept in way %d, which only its own loader knows: it is not kept"
                  .formatted(name, number));
    }
    return known.orElse(Pinning.NONE);
  }

  private MapType mapType(int number) throws InputException {
    var known = MapType.ofNumber(number).filter(found -> found != MapType.UNSPEC);
    if (known.isEmpty()) {
      throw wrong("is of type " + number, "1 to " + (MapType.values().length - 1));
    }
    return known.get();
  }

  /** A size that is given twice must be the same. */
  private int agreed(BtfType.Member member, int before, int size) throws InputException {
    if (before != 0 && before != size) {
      throw wrong(
          "has a %s of %d bytes".formatted(member.name(), size),
          before + " bytes as stated before");
    }
    return size;
  }

  /** The value of a number: a pointer to an array of that many elements. */
  private int number(BtfType.Member member) throws InputException {
    if (btf.resolve(member.type()) instanceof BtfType.Ptr(int array)
        && btf.resolve(array) instanceof BtfType.Array(int element, int index, int count)
        && count >= 0) {
      return count;
    }
    throw wrong(
        "has a '%s' that is not a number".formatted(member.name()),
        "a pointer to an array of 0 to %d elements".formatted(Integer.MAX_VALUE));
  }

  /** The size of a type: of that which the member points to. */
  private int size(BtfType.Member member) throws InputException {
    if (btf.resolve(member.type()) instanceof BtfType.Ptr(int target)) {
      OptionalLong size = btf.size(target);
      if (size.isPresent() && size.getAsLong() <= Integer.MAX_VALUE) {
        return (int) size.getAsLong();
      }
    }
    throw wrong(
        "has a '%s' without a size".formatted(member.name()),
        "a pointer to a type of at most %d bytes".formatted(Integer.MAX_VALUE));
  }

  private int target(BtfType.Member member) {
    return btf.resolve(member.type()) instanceof BtfType.Ptr(int target) ? target : 0;
  }

  private InputException wrong(String what, String expected) {
    return elf.bytes().wrong(fileOffset, "map '%s' %s".formatted(name, what), expected);
  }
}
