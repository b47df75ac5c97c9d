package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.FileBytes;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map's definition as objects without BTF have it: four or more words. The fifth and later ones
 * depend on the loader that the object was made for, which their number tells.
 *
 * @param name of the symbol at its place
 * @param offset from the section's start, in bytes
 * @param length in bytes, to the next definition or the section's end
 */
record LegacyMap(String name, Section section, long offset, long length) {
  private static final int TYPE = 0;
  private static final int KEY_SIZE = 1;
  private static final int VALUE_SIZE = 2;
  private static final int MAX_ENTRIES = 3;
  private static final int FLAGS = 4;
  private static final int SHORTEST = 4 * Integer.BYTES;

  /** Seven words: those of Linux's samples, {@code struct bpf_map_def}. */
  private static final int SAMPLES_LENGTH = 7 * Integer.BYTES;

  private static final int SAMPLES_INNER_INDEX = 5;

  /** Nine words: those of iproute2, {@code struct bpf_elf_map}. */
  private static final int IPROUTE_LENGTH = 9 * Integer.BYTES;

  private static final int IPROUTE_ID = 5;
  private static final int IPROUTE_INNER_ID = 7;
  private static final int IPROUTE_INNER_SLOT = 8;

  /** Slot number of a map that lies in no other from the start. */
  private static final int NO_SLOT = -1;

  /** The map, without the maps that it holds. */
  MapDef read(ElfObject elf) throws InputException {
    if (length < SHORTEST) {
      throw wrong(elf, "is %d bytes long".formatted(length), "at least " + SHORTEST);
    }
    Optional<MapType> type = MapType.ofNumber(word(elf, TYPE)).filter(t -> t != MapType.UNSPEC);
    if (type.isEmpty()) {
      throw wrong(
          elf,
          "is of type " + Integer.toUnsignedString(word(elf, TYPE)),
          "1 to " + (MapType.values().length - 1));
    }
    return new MapDef(
        name,
        type.get(),
        size(elf, KEY_SIZE, "keys"),
        size(elf, VALUE_SIZE, "values"),
        size(elf, MAX_ENTRIES, "entries"),
        length > SHORTEST ? word(elf, FLAGS) : 0,
        null,
        false,
        0);
  }

  /**
   * Which of {@code all} are made like those that this map of maps holds.
   *
   * @return the first of them; -1 if there is none
   */
  int template(ElfObject elf, List<LegacyMap> all) throws InputException {
    if (length == SAMPLES_LENGTH) {
      int index = word(elf, SAMPLES_INNER_INDEX);
      return index >= 0 && index < all.size() ? index : -1;
    }
    for (int i = 0; i < all.size(); i++) {
      if (isHeldBy(elf, all.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Adds {@code held} to {@code slots} if it lies in this map of maps from the start. */
  void addSlot(ElfObject elf, LegacyMap held, Map<Integer, String> slots) throws InputException {
    if (length == IPROUTE_LENGTH && isHeldBy(elf, held)) {
      int slot = held.word(elf, IPROUTE_INNER_SLOT);
      if (slot != NO_SLOT) {
        slots.put(slot, held.name);
      }
    }
  }

  private boolean isHeldBy(ElfObject elf, LegacyMap held) throws InputException {
    return length == IPROUTE_LENGTH
        && held.length == IPROUTE_LENGTH
        && held.word(elf, IPROUTE_ID) != 0
        && held.word(elf, IPROUTE_ID) == word(elf, IPROUTE_INNER_ID);
  }

  private int word(ElfObject elf, int index) throws InputException {
    FileBytes bytes = elf.bytes();
    return bytes.s32(fileOffset() + (long) index * Integer.BYTES, "the definition of map " + name);
  }

  private int size(ElfObject elf, int index, String what) throws InputException {
    int size = word(elf, index);
    if (size < 0) {
      throw wrong(
          elf,
          "has %s %s".formatted(Integer.toUnsignedString(size), what),
          "at most " + Integer.MAX_VALUE);
    }
    return size;
  }

  private long fileOffset() {
    return section.offset() + offset;
  }

  private InputException wrong(ElfObject elf, String what, String expected) {
    return elf.bytes().wrong(fileOffset(), "map '%s' %s".formatted(name, what), expected);
  }
}
