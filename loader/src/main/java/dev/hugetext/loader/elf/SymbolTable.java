package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.List;

/** Reads the one symbol table of an object. */
final class SymbolTable {
  private static final int ENTRY_BYTES = 24;
  private static final int INFO_AT = 4;
  private static final int OTHER_AT = 5;
  private static final int SECTION_AT = 6;
  private static final int VALUE_AT = 8;
  private static final int SIZE_AT = 16;

  private static final int TYPE_MASK = 0xf;
  private static final int BINDING_SHIFT = 4;

  private static final int VISIBILITY_MASK = 3;
  private static final int STV_INTERNAL = 1;
  private static final int STV_HIDDEN = 2;

  private final FileBytes bytes;
  private final List<Section> sections;

  SymbolTable(FileBytes bytes, List<Section> sections) {
    this.bytes = bytes;
    this.sections = sections;
  }

  /**
   * The symbols of section {@code table}; the first stands for "none".
   *
   * @throws InputException if the table or a name in it is malformed
   */
  List<ElfSymbol> read(Section table) throws InputException {
    if (table.size() % ENTRY_BYTES != 0) {
      throw bytes.wrong(
          table.offset(),
          "symbol table of %d bytes".formatted(table.size()),
          "a multiple of %d".formatted(ENTRY_BYTES));
    }
    Section names = namesOf(table);
    int count = (int) (table.size() / ENTRY_BYTES);
    List<ElfSymbol> symbols = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      symbols.add(symbol(i, table.offset() + (long) i * ENTRY_BYTES, names));
    }
    return List.copyOf(symbols);
  }

  private Section namesOf(Section table) throws InputException {
    if (table.link() < sections.size()) {
      Section names = sections.get((int) table.link());
      if (names.type() == SectionType.STRTAB) {
        return names;
      }
    }
    throw bytes.wrong(
        table.offset(), "symbol names in section " + table.link(), "the index of a STRTAB section");
  }

  private ElfSymbol symbol(int index, long at, Section names) throws InputException {
    String what = "symbol " + index;
    int info = bytes.u8(at + INFO_AT, what);
    int visibility = bytes.u8(at + OTHER_AT, what) & VISIBILITY_MASK;
    int section = bytes.u16(at + SECTION_AT, what);
    if (section >= sections.size() && section < ElfSymbol.FIRST_RESERVED) {
      throw bytes.wrong(
          at + SECTION_AT,
          "%s is in section %d".formatted(what, section),
          "at most %d".formatted(sections.size() - 1));
    }
    SymbolType type = SymbolType.of(info & TYPE_MASK);
    return new ElfSymbol(
        index,
        name(type, section, bytes.u32(at, what), names, what),
        type,
        SymbolBinding.of(info >> BINDING_SHIFT),
        visibility == STV_INTERNAL || visibility == STV_HIDDEN,
        section,
        bytes.u64(at + VALUE_AT, what),
        bytes.u64(at + SIZE_AT, what));
  }

  /** A source file's name may be a path of any length and is of no use here. */
  private String name(SymbolType type, int section, long offset, Section names, String what)
      throws InputException {
    if (type == SymbolType.SECTION && section < sections.size()) {
      return sections.get(section).name();
    }
    if (type == SymbolType.FILE || offset == 0) {
      return "";
    }
    return bytes.text(names.offset() + offset, names.end(), "the name of " + what);
  }
}
