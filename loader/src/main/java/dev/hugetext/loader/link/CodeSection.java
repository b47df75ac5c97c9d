package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.elf.SymbolType;
import dev.hugetext.loader.input.InputException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An executable section: its instructions and the functions in it, which do not overlap.
 *
 * @param insns all slots as in the file
 * @param functions by the index of their first slot
 */
record CodeSection(
    Section section, List<RawInsn> insns, NavigableMap<Integer, CodeFunction> functions) {
  /** The section whose functions are called by programs and are none themselves. */
  static final String SUBPROGRAMS = ".text";

  /** All executable sections with something in them, by section index. */
  static NavigableMap<Integer, CodeSection> readAll(ElfObject elf) throws InputException {
    NavigableMap<Integer, CodeSection> sections = new TreeMap<>();
    for (Section section : elf.sections()) {
      if (section.isExecutable() && section.size() > 0) {
        sections.put(
            section.index(), new CodeSection(section, insns(elf, section), new TreeMap<>()));
      }
    }
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.type() == SymbolType.FUNC && sections.containsKey(symbol.section())) {
        sections.get(symbol.section()).add(elf, symbol);
      }
    }
    for (CodeSection section : sections.values()) {
      if (section.functions().isEmpty()) {
        UntypedFunctions.of(elf, section)
            .forEach(function -> section.functions().put(function.start(), function));
      }
    }
    return sections;
  }

  /** The function that begins at {@code slot}, if one does. */
  Optional<CodeFunction> functionAt(int slot) {
    return Optional.ofNullable(functions.get(slot));
  }

  /** The function that {@code slot} belongs to, if it does to one. */
  Optional<CodeFunction> functionAround(int slot) {
    Map.Entry<Integer, CodeFunction> before = functions.floorEntry(slot);
    return before == null || before.getValue().end() <= slot
        ? Optional.empty()
        : Optional.of(before.getValue());
  }

  /** Whether its functions are programs. */
  boolean holdsPrograms() {
    return !section.name().equals(SUBPROGRAMS);
  }

  /** In the section's order. */
  Collection<CodeFunction> inOrder() {
    return functions.values();
  }

  /** Offset in the file of a slot of {@code section}, in bytes. */
  static long fileOffset(Section section, long slot) {
    return section.offset() + slot * RawInsn.BYTES;
  }

  private static List<RawInsn> insns(ElfObject elf, Section section) throws InputException {
    if (section.size() % RawInsn.BYTES != 0) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "section %s of %d bytes".formatted(section.name(), section.size()),
              "a multiple of 8, the size of an instruction");
    }
    return RawInsn.parse(elf.contents(section));
  }

  private void add(ElfObject elf, ElfSymbol symbol) throws InputException {
    long size = section.size();
    long start = symbol.value();
    long length = symbol.size();
    boolean inside = start >= 0 && length > 0 && start < size && length <= size - start;
    if (!inside || start % RawInsn.BYTES != 0 || length % RawInsn.BYTES != 0) {
      throw elf.bytes()
          .wrong(
              section.offset(),
              "function %s takes the bytes 0x%x to 0x%x of section %s"
                  .formatted(symbol.name(), start, start + length, section.name()),
              "whole instructions of its 0x%x bytes".formatted(size));
    }
    var function =
        new CodeFunction(
            symbol.name(),
            section,
            (int) (start / RawInsn.BYTES),
            (int) (length / RawInsn.BYTES),
            symbol.hidden());
    if (function.name().isEmpty()) {
      throw elf.bytes()
          .wrong(
              function.fileOffset(function.start()),
              "the function of symbol %d has no name".formatted(symbol.index()),
              "a name");
    }
    refuseOverlap(elf, function);
    functions.put(function.start(), function);
  }

  private void refuseOverlap(ElfObject elf, CodeFunction function) throws InputException {
    Map.Entry<Integer, CodeFunction> before = functions.lowerEntry(function.end());
    if (before != null && before.getValue().end() > function.start()) {
      throw elf.bytes()
          .wrong(
              function.fileOffset(function.start()),
              "function %s overlaps function %s"
                  .formatted(function.name(), before.getValue().name()),
              "functions that lie apart");
    }
  }
}
