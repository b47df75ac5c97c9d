package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.util.List;

/** Reads an ELF object file. Time and memory are linear in the file's length. */
public final class ElfReader {
  private ElfReader() {}

  /**
   * Reads and checks headers and symbols; relocations are read when asked for.
   *
   * @param file the whole file; kept, so the caller must not change it afterwards
   * @param name the file's name, for messages
   * @throws InputException if it is not a 64-bit little-endian eBPF object, is cut short, or a
   *     header refers to something outside of it
   */
  public static ElfObject read(byte[] file, String name) throws InputException {
    FileBytes bytes = new FileBytes(file, name);
    List<Section> sections = SectionTable.read(bytes, ElfHeader.read(bytes));
    List<Section> tables =
        sections.stream().filter(section -> section.type() == SectionType.SYMTAB).toList();
    if (tables.size() != 1) {
      throw InputException.ofWhole(name, tables.size() + " symbol tables", "exactly one");
    }
    List<ElfSymbol> symbols = new SymbolTable(bytes, sections).read(tables.getFirst());
    return new ElfObject(bytes, sections, symbols);
  }

  /**
   * Reads the sections of an ELF file of any machine and kind, such as a kernel image; its symbols
   * are left out.
   *
   * @throws InputException if it is not a 64-bit little-endian file, is cut short, or a section
   *     header refers to something outside of it
   */
  public static ElfObject readAny(byte[] file, String name) throws InputException {
    FileBytes bytes = new FileBytes(file, name);
    return new ElfObject(bytes, SectionTable.read(bytes, ElfHeader.readAny(bytes)), List.of());
  }
}
