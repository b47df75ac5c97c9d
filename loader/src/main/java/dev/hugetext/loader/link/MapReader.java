package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.Optional;

/** Reads the maps that the types of the variables in section {@code .maps} define. */
final class MapReader {
  private static final String SECTION = ".maps";

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
    MapSlots slots = MapSlots.read(elf, section);
    for (SectionVariable variable : SectionVariable.all(elf, btf, section)) {
      long offset = variable.offset();
      var reader = new MapDefinition(btf, elf, section.offset() + offset, variable.name());
      MapDef map = reader.read(variable.type());
      reader.notice().ifPresent(maps::addNotice);
      var values = MapDefinition.valuesOffset(btf, variable.type());
      if (values.isPresent()) {
        long first = offset + values.getAsLong();
        long end = offset + Math.max(variable.symbol().size(), values.getAsLong());
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
}
