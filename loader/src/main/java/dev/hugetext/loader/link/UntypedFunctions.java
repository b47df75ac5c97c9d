package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.SymbolBinding;
import dev.hugetext.loader.elf.SymbolType;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the functions of a section that has no function symbols: older compilers gave functions
 * symbols without type and size.
 *
 * <p>Global symbols count; where there are none, local ones that are not labels inside of a
 * function; where there are none either, the section is one function that goes by its name.
 */
final class UntypedFunctions {
  /** How compilers name the places of a function that they need themselves. */
  private static final Pattern LABEL = Pattern.compile("\\.?L[A-Za-z_]+[0-9]+(_[0-9]+)?");

  private UntypedFunctions() {}

  /** By place; each reaches to the next one or to the section's end. */
  static List<CodeFunction> of(ElfObject elf, CodeSection section) {
    NavigableMap<Integer, ElfSymbol> global = new TreeMap<>();
    NavigableMap<Integer, ElfSymbol> local = new TreeMap<>();
    for (ElfSymbol symbol : elf.symbols()) {
      if (isPlaceIn(section, symbol)) {
        var found = symbol.binding() == SymbolBinding.LOCAL ? local : global;
        found.putIfAbsent((int) (symbol.value() / RawInsn.BYTES), symbol);
      }
    }
    var starts = global.isEmpty() ? local : global;
    if (starts.isEmpty()) {
      int length = section.insns().size();
      return List.of(
          new CodeFunction(section.section().name(), section.section(), 0, length, false));
    }
    List<CodeFunction> functions = new ArrayList<>();
    starts.forEach((start, symbol) -> {
      Integer next = starts.higherKey(start);
      int end = next == null ? section.insns().size() : next;
      functions.add(
          new CodeFunction(symbol.name(), section.section(), start, end - start, symbol.hidden()));
    });
    return functions;
  }

  private static boolean isPlaceIn(CodeSection section, ElfSymbol symbol) {
    return symbol.type() == SymbolType.NOTYPE
        && symbol.section() == section.section().index()
        && !symbol.name().isEmpty()
        && !LABEL.matcher(symbol.name()).matches()
        && symbol.value() >= 0
        && symbol.value() < section.section().size()
        && symbol.value() % RawInsn.BYTES == 0;
  }
}
