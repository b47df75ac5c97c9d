package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one array map with one value of each section of global data, as libbpf does. */
final class DataMaps {
  private static final int KEY_BYTES = Integer.BYTES;

  private DataMaps() {}

  /**
   * Adds the maps in the file's order of sections; empty sections have none.
   *
   * @throws InputException if a section does not fit into a value
   */
  static void addTo(MapTable maps, ElfObject elf, ObjectTypes types) throws InputException {
    ObjectName object = ObjectName.of(elf.file());
    for (Section section : elf.sections()) {
      Optional<DataSection> kind = DataSection.of(section);
      if (kind.isPresent() && section.size() != 0) {
        String name = object.mapNameOf(section.name());
        maps.addData(section, map(elf, section, kind.get(), name, types));
      }
    }
  }

  private static MapDef map(
      ElfObject elf, Section section, DataSection kind, String name, ObjectTypes types)
      throws InputException {
    if (section.size() < 0 || section.size() > Integer.MAX_VALUE) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "section %s of %s bytes"
                  .formatted(section.name(), Long.toUnsignedString(section.size())),
              "at most %d, the size of a map's value".formatted(Integer.MAX_VALUE));
    }
    // User space may map a value into memory that has a variable others may name.
    boolean isShared = types.hasSharedVariable(section);
    boolean isConstant = kind == DataSection.RODATA;
    int flags =
        (isConstant ? MapFlag.RDONLY_PROG.bit() : 0) | (isShared ? MapFlag.MMAPABLE.bit() : 0);
    byte @Nullable [] initial = kind == DataSection.BSS ? null : elf.contents(section);
    int bytes = (int) section.size();
    return new MapDef(name, MapType.ARRAY, KEY_BYTES, bytes, 1, flags, initial, isConstant, 0)
        .withTypes(types.typesOf(elf, section));
  }
}
