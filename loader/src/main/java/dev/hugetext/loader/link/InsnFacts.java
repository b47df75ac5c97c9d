package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.btf.CoreRecord;
import dev.hugetext.loader.btf.FuncRecord;
import dev.hugetext.loader.btf.LineRecord;
import dev.hugetext.loader.core.Fix;
import dev.hugetext.loader.core.RelocationKind;
import dev.hugetext.loader.core.Relocator;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the records of {@code .BTF.ext} into what is known about single instructions. */
final class InsnFacts {
  private final ElfObject elf;
  private final ObjectTypes types;
  private final Map<String, CodeSection> sections = new HashMap<>();

  /** Strings that were looked up: most lines have several instructions. */
  private final Map<Integer, String> strings = new HashMap<>();

  /** How many more characters may be looked up: strings that lie apart cannot be longer. */
  private long characters;

  InsnFacts(ElfObject elf, ObjectTypes types, Collection<CodeSection> sections) {
    this.elf = elf;
    this.types = types;
    this.characters = elf.bytes().length();
    for (CodeSection section : sections) {
      this.sections.putIfAbsent(section.section().name(), section);
    }
  }

  /** Where the code of each source line begins. */
  InsnTable<LineInfo> lines() throws InputException {
    InsnTable<LineInfo> table = new InsnTable<>();
    for (Map.Entry<Integer, List<LineRecord>> group : types.ext().lines().entrySet()) {
      CodeSection section = section(group.getKey());
      for (LineRecord record : group.getValue()) {
        int slot = slot(section, record.insnOffset());
        LineInfo line =
            new LineInfo(
                slot,
                string(record.fileNameOffset()),
                string(record.textOffset()),
                record.line(),
                record.column());
        add(table, section, slot, line);
      }
    }
    return table;
  }

  /** Which type the function has that begins at an instruction: a {@code FUNC}'s number. */
  InsnTable<Integer> functions() throws InputException {
    InsnTable<Integer> table = new InsnTable<>();
    for (Map.Entry<Integer, List<FuncRecord>> group : types.ext().functions().entrySet()) {
      CodeSection section = section(group.getKey());
      for (FuncRecord record : group.getValue()) {
        add(table, section, slot(section, record.insnOffset()), functionType(record));
      }
    }
    return table;
  }

  private int functionType(FuncRecord record) throws InputException {
    int id = record.typeId();
    if (id <= 0
        || id >= types.btf().types().size()
        || !(types.btf().type(id) instanceof BtfType.Func)) {
      throw elf.bytes()
          .wrong(
              record.fileOffset(),
              "a function of type " + Integer.toUnsignedString(id),
              "the number of a FUNC");
    }
    return id;
  }

  /** Which instructions need a relocation against a type, and what that comes to. */
  InsnTable<Fix> fixes(Relocator relocator) throws InputException {
    InsnTable<Fix> table = new InsnTable<>();
    for (Map.Entry<Integer, List<CoreRecord>> group : types.ext().relocations().entrySet()) {
      CodeSection section = section(group.getKey());
      for (CoreRecord record : group.getValue()) {
        add(table, section, slot(section, record.insnOffset()), fix(record, relocator));
      }
    }
    return table;
  }

  private Fix fix(CoreRecord record, Relocator relocator) throws InputException {
    int id = record.typeId();
    if (id < 0 || id >= types.btf().types().size()) {
      throw elf.bytes()
          .wrong(
              record.fileOffset(),
              "a relocation against type " + Integer.toUnsignedString(id),
              "at most " + (types.btf().types().size() - 1));
    }
    Optional<RelocationKind> kind = RelocationKind.ofNumber(record.kind());
    if (kind.isEmpty()) {
      throw elf.bytes()
          .wrong(
              record.fileOffset(),
              "a relocation of kind " + Integer.toUnsignedString(record.kind()),
              "at most " + RelocationKind.TYPE_MATCHES.ordinal());
    }
    return relocator.fix(kind.get(), id, string(record.accessOffset()));
  }

  private <T> void add(InsnTable<T> table, CodeSection section, int slot, T fact)
      throws InputException {
    if (!table.add(section.section().index(), slot, fact)) {
      throw elf.bytes()
          .wrong(
              CodeSection.fileOffset(section.section(), slot),
              "a second or late record about instruction %d of section %s"
                  .formatted(slot, section.section().name()),
              "one record an instruction, in order");
    }
  }

  private CodeSection section(int nameOffset) throws InputException {
    String name = string(nameOffset);
    CodeSection section = sections.get(name);
    if (section == null) {
      throw wrong(
          "describes section '%s'".formatted(name), "the name of a section with instructions");
    }
    return section;
  }

  private int slot(CodeSection section, long offset) throws InputException {
    if (offset % RawInsn.BYTES != 0 || offset >= section.section().size()) {
      throw wrong(
          "describes byte 0x%x of section %s".formatted(offset, section.section().name()),
          "the start of an instruction in it");
    }
    return (int) (offset / RawInsn.BYTES);
  }

  private String string(int offset) throws InputException {
    String known = strings.get(offset);
    if (known != null) {
      return known;
    }
    String text =
        types
            .btf()
            .string(offset)
            .orElseThrow(() ->
                InputException.ofWhole(
                    elf.file(),
                    ".BTF.ext names string 0x%x".formatted(offset),
                    "an offset in BTF's strings"));
    characters -= text.length();
    if (characters < 0) {
      throw wrong("names strings that overlap", "strings that lie apart");
    }
    strings.put(offset, text);
    return text;
  }

  private InputException wrong(String what, String expected) {
    return elf.bytes().wrong(types.ext().fileOffset(), ".BTF.ext " + what, expected);
  }
}
