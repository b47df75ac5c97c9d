package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.loader.btf.BtfExt;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfReader;
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
  private static final String TYPES = ".BTF";
  private static final String EXTENSION = ".BTF.ext";

  /** Reads both sections, where there are any. */
  static ObjectTypes read(ElfObject elf) throws InputException {
    Optional<Section> types = elf.section(TYPES);
    if (types.isEmpty()) {
      return new ObjectTypes(Btf.empty(), BtfExt.none());
    }
    Btf btf = parse(elf, types.get());
    Optional<Section> extension = elf.section(EXTENSION);
    return new ObjectTypes(
        btf, extension.isPresent() ? BtfExt.read(elf.bytes(), extension.get()) : BtfExt.none());
  }

  private static Btf parse(ElfObject elf, Section section) throws InputException {
    try {
      return Btf.parse(elf.contents(section), elf.file());
    } catch (BtfException e) {
      throw elf.bytes().wrong(section.offset() + e.offset(), e.reason(), "BTF version 1");
    }
  }

  /** Whether {@code bytes} begin as an ELF file does. */
  static boolean isElf(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L';
  }

  /** The types of an ELF file, which need not be an object for eBPF. */
  static Btf ofElf(byte[] bytes, String name) throws InputException {
    ElfObject elf = ElfReader.readAny(bytes, name);
    Optional<Section> types = elf.section(TYPES);
    if (types.isEmpty()) {
      throw InputException.ofWhole(name, "no section .BTF", "one");
    }
    return parse(elf, types.get());
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
