package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.Optional;

/** Puts the variables of section {@code .addr_space.1} into the object's arena, from its start. */
final class ArenaData {
  private static final String SECTION = ".addr_space.1";
  private static final int PAGE = 4096;

  private ArenaData() {}

  /**
   * Gives the arena its contents, if the object has such variables.
   *
   * @throws InputException if there is no arena, or not enough of it
   */
  static void addTo(MapTable maps, ElfObject elf) throws InputException {
    Optional<Section> section = elf.section(SECTION);
    if (section.isEmpty() || section.get().size() == 0) {
      return;
    }
    int index = 0;
    for (MapDef map : maps.maps()) {
      if (map.type() == MapType.ARENA) {
        byte[] contents = elf.contents(section.get());
        if (contents.length > (long) map.maxEntries() * PAGE) {
          throw wrong(elf, section.get(), "arena '%s' is too small".formatted(map.name()));
        }
        maps.fill(index, section.get(), map.withInitial(contents));
        return;
      }
      index++;
    }
    throw wrong(elf, section.get(), "there is no arena");
  }

  private static InputException wrong(ElfObject elf, Section section, String what) {
    return elf.bytes()
        .wrong(
            section.offset(),
            "%s for the %d bytes of section %s".formatted(what, section.size(), section.name()),
            "a map of type arena that holds them");
  }
}
