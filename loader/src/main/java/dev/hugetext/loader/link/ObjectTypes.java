package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.loader.btf.BtfExt;
import dev.hugetext.loader.btf.TypeFile;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The type information of an object.
 *
 * @param btf its types; none where the object has no BTF
 * @param ext what ties them to instructions
 */
record ObjectTypes(Btf btf, BtfExt ext) {
  private static final String EXTENSION = ".BTF.ext";

  /** Reads both sections, where there are any. */
  static ObjectTypes read(ElfObject elf) throws InputException {
    Optional<Section> types = elf.section(TypeFile.SECTION);
    if (types.isEmpty()) {
      return new ObjectTypes(Btf.empty(), BtfExt.none());
    }
    Btf btf = TypeFile.ofSection(elf, types.get(), Btf.empty());
    Optional<Section> extension = elf.section(EXTENSION);
    return new ObjectTypes(
        btf, extension.isPresent() ? BtfExt.read(elf.bytes(), extension.get()) : BtfExt.none());
  }

  /** What BTF says about the map of a section of variables. */
  MapTypes typesOf(ElfObject elf, Section section) throws InputException {
    OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
    return id.isEmpty()
        ? MapTypes.NONE
        : MapTypes.of(0, id.getAsInt(), ValueFields.of(elf, section.offset(), btf, id.getAsInt()));
  }

  /** Whether other objects may name a variable of {@code section}: one is not static. */
  boolean hasSharedVariable(Section section) {
    OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
    if (id.isEmpty() || !(btf.type(id.getAsInt()) instanceof BtfType.DataSec dataSec)) {
      return false;
    }
    return dataSec.entries().stream()
        .anyMatch(entry ->
            btf.type(entry.type()) instanceof BtfType.Var variable
                && variable.linkage() != BtfType.Linkage.STATIC);
  }
}
