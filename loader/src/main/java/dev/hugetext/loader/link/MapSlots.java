package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Relocation;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.elf.SymbolType;
import dev.hugetext.loader.input.InputException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the elements of maps of maps and programs are from the start: the relocations of the section
 * in which the maps are defined, by the place that each fills in.
 */
final class MapSlots {
  private final ElfObject elf;
  private final Section section;
  private final NavigableMap<Long, Relocation> byOffset = new TreeMap<>();

  private MapSlots(ElfObject elf, Section section) {
    this.elf = elf;
    this.section = section;
  }

  /** All that {@code section} has. */
  static MapSlots read(ElfObject elf, Section section) throws InputException {
    MapSlots slots = new MapSlots(elf, section);
    for (Relocation relocation : elf.relocations(section)) {
      if (slots.byOffset.put(relocation.offset(), relocation) != null) {
        throw slots.wrong(relocation, "is the second one of its place", "one");
      }
    }
    return slots;
  }

  /**
   * Names by index of the elements of {@code map} in {@code [first, end)} of the section, which are
   * given out once.
   */
  Map<Integer, String> take(MapDef map, long first, long end) throws InputException {
    Map<Integer, String> names = new TreeMap<>();
    var mine = byOffset.subMap(first, true, end, false);
    for (Relocation relocation : mine.values()) {
      long at = relocation.offset() - first;
      if (at % Long.BYTES != 0) {
        throw wrong(relocation, "lies at byte %d of the values".formatted(at), "a multiple of 8");
      }
      names.put((int) (at / Long.BYTES), name(map, relocation));
    }
    mine.clear();
    return names;
  }

  private String name(MapDef map, Relocation relocation) throws InputException {
    ElfSymbol symbol = relocation.symbol();
    boolean isProgram = map.type() == MapType.PROG_ARRAY;
    boolean fits =
        symbol.isDefined()
            && (isProgram
                ? symbol.type() == SymbolType.FUNC
                    && elf.sectionOf(symbol).isExecutable()
                    && !elf.sectionOf(symbol).name().equals(CodeSection.SUBPROGRAMS)
                : symbol.type() == SymbolType.OBJECT && symbol.section() == section.index());
    if (!fits || symbol.name().isEmpty()) {
      throw wrong(
          relocation,
          "makes '%s' an element of map '%s'".formatted(symbol.name(), map.name()),
          isProgram ? "a program" : "a map");
    }
    return symbol.name();
  }

  /** Says that all maps have taken theirs. */
  void refuseRest() throws InputException {
    if (!byOffset.isEmpty()) {
      throw wrong(byOffset.firstEntry().getValue(), "belongs to no map's values", "a place in one");
    }
  }

  private InputException wrong(Relocation relocation, String what, String expected) {
    return elf.bytes()
        .wrong(
            relocation.fileOffset(),
            "the relocation at byte 0x%x of section %s %s"
                .formatted(relocation.offset(), section.name(), what),
            expected);
  }
}
