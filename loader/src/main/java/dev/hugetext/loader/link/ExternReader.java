package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.SymbolBinding;
import dev.hugetext.loader.elf.SymbolType;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds what an object refers to without defining it: undefined symbols, which BTF describes as
 * extern variables and functions of the sections {@code .kconfig} and {@code .ksyms}.
 */
final class ExternReader {
  private static final String SETTINGS = ".kconfig";
  private static final String SYMBOLS = ".ksyms";

  /** What BTF says of an extern: the section that it belongs to, its variable or function. */
  private record Declaration(String section, BtfType type) {}

  private final ElfObject elf;
  private final Btf btf;
  private final Map<String, Declaration> declarations = new HashMap<>();

  private ExternReader(ElfObject elf, Btf btf) {
    this.elf = elf;
    this.btf = btf;
  }

  /**
   * All externs by the index of their symbol.
   *
   * @throws InputException if BTF describes one as what no kernel has
   */
  static Map<Integer, Extern> read(ElfObject elf, Btf btf) throws InputException {
    ExternReader reader = new ExternReader(elf, btf);
    List<ElfSymbol> symbols = elf.symbols().stream().filter(ExternReader::isExtern).toList();
    if (symbols.isEmpty()) {
      return Map.of();
    }
    reader.findDeclarations();
    return reader.externs(symbols);
  }

  private static boolean isExtern(ElfSymbol symbol) {
    return symbol.section() == ElfSymbol.UNDEFINED
        && symbol.type() == SymbolType.NOTYPE
        && symbol.binding() != SymbolBinding.LOCAL
        && !symbol.name().isEmpty();
  }

  private void findDeclarations() {
    for (BtfType type : btf.types()) {
      if (type instanceof BtfType.DataSec section) {
        for (BtfType.DataSecEntry entry : section.entries()) {
          BtfType declared = btf.type(entry.type());
          if (isExtern(declared)) {
            declarations.put(declared.name(), new Declaration(section.name(), declared));
          }
        }
      }
    }
  }

  private static boolean isExtern(BtfType type) {
    return type instanceof BtfType.Var variable && variable.linkage() == BtfType.Linkage.EXTERN
        || type instanceof BtfType.Func function && function.linkage() == BtfType.Linkage.EXTERN;
  }

  private Map<Integer, Extern> externs(List<ElfSymbol> symbols) throws InputException {
    Map<Integer, Extern> externs = new HashMap<>();
    List<SettingsLayout.Entry> settings = new ArrayList<>();
    for (ElfSymbol symbol : symbols) {
      boolean weak = symbol.binding() == SymbolBinding.WEAK;
      Declaration declaration = declarations.get(symbol.name());
      String section = declaration == null ? "" : declaration.section();
      if (declaration == null) {
        externs.put(symbol.index(), new Extern.Unknown(symbol.name(), weak));
      } else if (section.equals(SETTINGS) && declaration.type() instanceof BtfType.Var variable) {
        settings.add(setting(symbol, variable.type(), weak));
      } else if (section.equals(SYMBOLS) && declaration.type() instanceof BtfType.Var variable) {
        int type = btf.resolveId(variable.type()); // void is 0
        externs.put(symbol.index(), new Extern.Variable(symbol.name(), weak, type));
      } else if (section.equals(SYMBOLS) && declaration.type() instanceof BtfType.Func function) {
        externs.put(symbol.index(), new Extern.Function(symbol.name(), weak, function.type(), 0));
      } else {
        throw wrong(symbol, "BTF that puts it into section '%s'".formatted(section));
      }
    }
    number(externs, settings.size());
    if (SettingsLayout.place(settings, externs) > SettingsLayout.MOST) {
      throw InputException.ofWhole(
          elf.file(), "settings of more than a mebibyte", "those that a kernel has");
    }
    return externs;
  }

  /** Numbers functions as libbpf does: behind the settings, variables and functions by name. */
  private static void number(Map<Integer, Extern> externs, int settings) {
    List<String> names = externs.values().stream().map(Extern::name).sorted().toList();
    externs.replaceAll((symbol, extern) ->
        extern instanceof Extern.Function(String name, boolean weak, int type, int number)
            ? new Extern.Function(name, weak, type, settings + names.indexOf(name))
            : extern);
  }

  private SettingsLayout.Entry setting(ElfSymbol symbol, int type, boolean weak)
      throws InputException {
    OptionalLong size = btf.size(type);
    if (size.isEmpty() || size.getAsLong() <= 0 || size.getAsLong() > SettingsLayout.LONGEST) {
      throw wrong(symbol, "a type that no setting of a kernel has");
    }
    return new SettingsLayout.Entry(
        symbol.index(),
        symbol.name(),
        weak,
        type,
        (int) size.getAsLong(),
        SettingsLayout.alignment(btf, type));
  }

  private InputException wrong(ElfSymbol symbol, String what) {
    return InputException.ofWhole(
        elf.file(),
        "'%s', which the object does not define, has %s".formatted(symbol.name(), what),
        "a variable of section .kconfig or .ksyms, or a function of .ksyms");
  }
}
