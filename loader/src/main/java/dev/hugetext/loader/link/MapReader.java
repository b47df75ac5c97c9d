package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.elf.SymbolType;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the maps that the types of the variables in section {@code .maps} define.
 *
 * <p>BTF names the variables and describes them; the symbol table says where they lie, which is how
 * instructions name them.
 */
final class MapReader {
  private static final String SECTION = ".maps";

  /** A variable of the section with the symbol that places it. */
  private record Definition(BtfType.Var variable, ElfSymbol symbol) {}

  private final ElfObject elf;
  private final Btf btf;

  private MapReader(ElfObject elf, Btf btf) {
    this.elf = elf;
    this.btf = btf;
  }

  /**
   * Adds the maps by their place in the section, as libbpf orders them.
   *
   * @throws InputException if the object has such maps but no types for them, or they are not what
   *     the convention says
   */
  static void addTo(MapTable maps, ElfObject elf, Btf btf) throws InputException {
    Optional<Section> section = elf.section(SECTION);
    if (section.isPresent() && section.get().size() > 0) {
      new MapReader(elf, btf).addFrom(section.get(), maps);
    }
  }

  private void addFrom(Section section, MapTable maps) throws InputException {
    List<Definition> definitions = definitions(section);
    definitions.sort(Comparator.comparingLong(definition -> definition.symbol().value()));
    MapSlots slots = MapSlots.read(elf, section);
    for (Definition definition : definitions) {
      BtfType.Var variable = definition.variable();
      long offset = definition.symbol().value();
      var reader = new MapDefinition(btf, elf, section.offset() + offset, variable.name());
      MapDef map = reader.read(variable.type());
      reader.notice().ifPresent(maps::addNotice);
      var values = MapDefinition.valuesOffset(btf, variable.type());
      if (values.isPresent()) {
        long first = offset + values.getAsLong();
        long end = offset + Math.max(definition.symbol().size(), values.getAsLong());
        map = map.withSlots(slots.take(map, first, end));
      }
      if (!maps.addDefinition(section, offset, map)) {
        throw elf.bytes()
            .wrong(
                section.offset() + offset,
                "map %s lies where another one does".formatted(variable.name()),
                "a place of its own");
      }
    }
    slots.refuseRest();
  }

  private List<Definition> definitions(Section section) throws InputException {
    Map<String, ElfSymbol> symbols = symbols(section);
    List<Definition> definitions = new ArrayList<>();
    for (BtfType.DataSecEntry entry : dataSection(section).entries()) {
      BtfType type = btf.type(entry.type());
      if (!(type instanceof BtfType.Var variable)) {
        throw elf.bytes()
            .wrong(section.offset(), "%s in section .maps".formatted(type), "a variable");
      }
      ElfSymbol symbol = symbols.get(variable.name());
      if (symbol == null || symbol.value() < 0 || symbol.value() >= section.size()) {
        throw elf.bytes()
            .wrong(
                section.offset(),
                "map '%s' has no symbol in section .maps".formatted(variable.name()),
                "an object symbol of that name");
      }
      definitions.add(new Definition(variable, symbol));
    }
    return definitions;
  }

  private Map<String, ElfSymbol> symbols(Section section) {
    Map<String, ElfSymbol> symbols = new HashMap<>();
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.section() == section.index() && symbol.type() == SymbolType.OBJECT) {
        symbols.put(symbol.name(), symbol);
      }
    }
    return symbols;
  }

  private BtfType.DataSec dataSection(Section section) throws InputException {
    for (BtfType type : btf.types()) {
      if (type instanceof BtfType.DataSec dataSec && dataSec.name().equals(SECTION)) {
        return dataSec;
      }
    }
    throw elf.bytes()
        .wrong(
            section.offset(),
            "no BTF describes the maps of section .maps",
            "an object compiled with -g");
  }
}
