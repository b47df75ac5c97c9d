package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.elf.SectionType;
import dev.hugetext.loader.elf.SymbolType;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the maps that section {@code maps}, or sections {@code maps/NAME}, define by plain numbers:
 * a symbol says where each definition begins.
 */
final class LegacyMapReader {
  private static final String SECTION = "maps";
  private static final String SECTION_OF_ONE = "maps/";

  private final ElfObject elf;
  private final List<LegacyMap> legacy = new ArrayList<>();

  private LegacyMapReader(ElfObject elf) {
    this.elf = elf;
  }

  /** Adds the maps by their place. */
  static void addTo(MapTable maps, ElfObject elf) throws InputException {
    LegacyMapReader reader = new LegacyMapReader(elf);
    for (Section section : elf.sections()) {
      String name = section.name();
      if (section.type() == SectionType.PROGBITS
          && (name.equals(SECTION) || name.startsWith(SECTION_OF_ONE))) {
        reader.find(section);
      }
    }
    List<MapDef> plain = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (LegacyMap map : reader.legacy) {
      plain.add(map.read(elf));
      if (!names.add(map.name())) {
        throw elf.bytes()
            .wrong(
                map.section().offset() + map.offset(),
                "a second map '%s'".formatted(map.name()),
                "names that differ");
      }
    }
    for (int i = 0; i < plain.size(); i++) {
      LegacyMap map = reader.legacy.get(i);
      maps.addDefinition(map.section(), map.offset(), reader.withHeld(map, plain.get(i), plain));
    }
  }

  private void find(Section section) throws InputException {
    NavigableMap<Long, ElfSymbol> symbols = new TreeMap<>();
    for (ElfSymbol symbol : elf.symbols()) {
      boolean isPlace = symbol.type() == SymbolType.OBJECT || symbol.type() == SymbolType.NOTYPE;
      if (symbol.section() == section.index() && isPlace && !symbol.name().isEmpty()) {
        refuseOutside(section, symbol);
        symbols.putIfAbsent(symbol.value(), symbol);
      }
    }
    for (ElfSymbol symbol : symbols.values()) {
      Long next = symbols.higherKey(symbol.value());
      long end = next == null ? section.size() : next;
      legacy.add(new LegacyMap(symbol.name(), section, symbol.value(), end - symbol.value()));
    }
  }

  private void refuseOutside(Section section, ElfSymbol symbol) throws InputException {
    if (symbol.value() < 0 || symbol.value() >= section.size()) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "map '%s' at byte 0x%x of section %s"
                  .formatted(symbol.name(), symbol.value(), section.name()),
              "a place in its 0x%x bytes".formatted(section.size()));
    }
  }

  /** The map with what it holds, if it is a map of maps. */
  private MapDef withHeld(LegacyMap map, MapDef def, List<MapDef> plain) throws InputException {
    if (def.type() != MapType.ARRAY_OF_MAPS && def.type() != MapType.HASH_OF_MAPS) {
      return def;
    }
    int template = map.template(elf, legacy);
    Map<Integer, String> slots = new TreeMap<>();
    for (LegacyMap held : legacy) {
      map.addSlot(elf, held, slots);
    }
    MapDef filled = def.withSlots(slots);
    return template < 0 ? filled : filled.withInner(plain.get(template));
  }
}
