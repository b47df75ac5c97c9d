package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.OptionalLong;

/**
 * Reads one map from the struct that defines it: each member is one attribute, and says its value
 * by its type. A number is a pointer to an array of that many elements, a type a pointer to it.
 */
final class MapDefinition {
  private final Btf btf;
  private final ElfObject elf;
  private final long fileOffset;
  private final String name;

  private MapType type = MapType.UNSPEC;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long extra;

  MapDefinition(Btf btf, ElfObject elf, long fileOffset, String name) {
    this.btf = btf;
    this.elf = elf;
    this.fileOffset = fileOffset;
    this.name = name;
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
    return new MapDef(name, type, keySize, valueSize, maxEntries, flags, null, false, extra);
  }

  private void read(BtfType.Member member) throws InputException {
    switch (member.name()) {
      case "type" -> type = mapType(number(member));
      case "key_size" -> keySize = agreed(member, keySize, number(member));
      case "key" -> keySize = agreed(member, keySize, size(member));
      case "value_size" -> valueSize = agreed(member, valueSize, number(member));
      case "value" -> valueSize = agreed(member, valueSize, size(member));
      case "max_entries" -> maxEntries = number(member);
      case "map_flags" -> flags = number(member);
      case "map_extra" -> extra = number(member);
      // Where a map is kept outside of the program, and on which node, matters to no machine here.
      case "pinning", "numa_node" -> number(member);
      case "values" -> throw wrong("has initial values, not supported yet", "none");
      default ->
          throw wrong(
              "has a member '%s'".formatted(member.name()),
              "type, key, key_size, value, value_size, max_entries, map_flags or map_extra");
    }
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

  private InputException wrong(String what, String expected) {
    return elf.bytes().wrong(fileOffset, "map '%s' %s".formatted(name, what), expected);
  }
}
