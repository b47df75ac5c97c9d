package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.List;

/** Reads a section of relocations, with addends (RELA) or without (REL). */
final class RelocationTable {
  private static final int REL_BYTES = 16;
  private static final int RELA_BYTES = 24;
  private static final int TYPE_AT = 8;
  private static final int SYMBOL_AT = 12;
  private static final int ADDEND_AT = 16;

  private final FileBytes bytes;
  private final List<ElfSymbol> symbols;

  RelocationTable(FileBytes bytes, List<ElfSymbol> symbols) {
    this.bytes = bytes;
    this.symbols = symbols;
  }

  List<Relocation> read(Section table) throws InputException {
    int entryBytes = table.type() == SectionType.RELA ? RELA_BYTES : REL_BYTES;
    if (table.size() % entryBytes != 0) {
      throw bytes.wrong(
          table.offset(),
          "relocation section %s of %d bytes".formatted(table.name(), table.size()),
          "a multiple of %d".formatted(entryBytes));
    }
    int count = (int) (table.size() / entryBytes);
    List<Relocation> relocations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      relocations.add(relocation(table, i, entryBytes));
    }
    return List.copyOf(relocations);
  }

  private Relocation relocation(Section table, int index, int entryBytes) throws InputException {
    long at = table.offset() + (long) index * entryBytes;
    String what = "relocation %d of section %s".formatted(index, table.name());
    long symbol = bytes.u32(at + SYMBOL_AT, what);
    if (symbol >= symbols.size()) {
      throw bytes.wrong(
          at + SYMBOL_AT,
          "%s names symbol %d".formatted(what, symbol),
          "at most %d".formatted(symbols.size() - 1));
    }
    return new Relocation(
        bytes.u64(at, what),
        RelocationType.of(bytes.s32(at + TYPE_AT, what), bytes, at + TYPE_AT),
        symbols.get((int) symbol),
        entryBytes == RELA_BYTES ? bytes.u64(at + ADDEND_AT, what) : 0,
        at);
  }
}
