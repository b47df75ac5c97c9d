package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
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
import java.util.OptionalInt;

/**
 * A variable of a section: BTF names and describes it, the symbol table says where it lies, which
 * is how instructions and relocations name it.
 */
record SectionVariable(BtfType.Var variable, ElfSymbol symbol) {
  /** All variables of {@code section}, by their places. */
  static List<SectionVariable> all(ElfObject elf, Btf btf, Section section) throws InputException {
    Map<String, ElfSymbol> symbols = symbols(elf, section);
    List<SectionVariable> variables = new ArrayList<>();
    for (BtfType.DataSecEntry entry : dataSection(elf, btf, section).entries()) {
      BtfType type = btf.type(entry.type());
      if (!(type instanceof BtfType.Var variable)) {
        throw elf.bytes()
            .wrong(
                section.offset(), "%s in section %s".formatted(type, section.name()), "a variable");
      }
      ElfSymbol symbol = symbols.get(variable.name());
      if (symbol == null || symbol.value() < 0 || symbol.value() >= section.size()) {
        throw elf.bytes()
            .wrong(
                section.offset(),
                "variable '%s' has no symbol in section %s"
                    .formatted(variable.name(), section.name()),
                "an object symbol of that name");
      }
      variables.add(new SectionVariable(variable, symbol));
    }
    variables.sort(Comparator.comparingLong(placed -> placed.symbol().value()));
    return variables;
  }

  private static Map<String, ElfSymbol> symbols(ElfObject elf, Section section) {
    Map<String, ElfSymbol> symbols = new HashMap<>();
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.section() == section.index() && symbol.type() == SymbolType.OBJECT) {
        symbols.put(symbol.name(), symbol);
      }
    }
    return symbols;
  }

  private static BtfType.DataSec dataSection(ElfObject elf, Btf btf, Section section)
      throws InputException {
    OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
    if (id.isPresent() && btf.type(id.getAsInt()) instanceof BtfType.DataSec dataSec) {
      return dataSec;
    }
    throw elf.bytes()
        .wrong(
            section.offset(),
            "no BTF describes the variables of section " + section.name(),
            "an object compiled with -g");
  }

  String name() {
    return variable.name();
  }

  /** Number of its type in the object's BTF. */
  int type() {
    return variable.type();
  }

  /** Bytes from the section's start. */
  long offset() {
    return symbol.value();
  }
}
