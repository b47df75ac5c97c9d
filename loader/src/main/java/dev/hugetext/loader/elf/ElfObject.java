package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An object file whose headers and symbol table were read and are consistent. */
public final class ElfObject {
  private final FileBytes bytes;
  private final List<Section> sections;
  private final List<ElfSymbol> symbols;

  /** Relocation sections by the index of the section that they change. */
  private final Map<Long, List<Section>> relocationSections;

  ElfObject(FileBytes bytes, List<Section> sections, List<ElfSymbol> symbols) {
    this.bytes = bytes;
    this.sections = sections;
    this.symbols = symbols;
    this.relocationSections =
        sections.stream()
            .filter(s -> s.type() == SectionType.REL || s.type() == SectionType.RELA)
            .collect(Collectors.groupingBy(Section::info));
  }

  /** The file's name as it was given. */
  public String file() {
    return bytes.file();
  }

  /** In the file's order; the first stands for "none". */
  public List<Section> sections() {
    return sections;
  }

  /** In the file's order; the first stands for "none". */
  public List<ElfSymbol> symbols() {
    return symbols;
  }

  /** The first section of that name, if there is one. */
  public Optional<Section> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /**
   * The section in which a symbol lies.
   *
   * @throws IllegalArgumentException if it lies in none: ask {@link ElfSymbol#isDefined} first
   */
  public Section sectionOf(ElfSymbol symbol) {
    if (!symbol.isDefined()) {
      throw new IllegalArgumentException("symbol %s lies in no section".formatted(symbol));
    }
    return sections.get(symbol.section());
  }

  /**
   * A copy of a section's contents; of a NOBITS section, which has none, an empty array.
   *
   * @throws InputException if it is the first section, which stands for "none", and lies outside
   */
  public byte[] contents(Section section) throws InputException {
    if (section.type() == SectionType.NOBITS) {
      return new byte[0];
    }
    return bytes.copy(section.offset(), section.size(), "section " + section.name());
  }

  /**
   * The changes that {@code target} needs, in the file's order.
   *
   * @throws InputException if a relocation section for it is malformed
   */
  public List<Relocation> relocations(Section target) throws InputException {
    RelocationTable table = new RelocationTable(bytes, symbols);
    List<Relocation> relocations = new ArrayList<>();
    for (Section section : relocationSections.getOrDefault((long) target.index(), List.of())) {
      relocations.addAll(table.read(section));
    }
    return relocations;
  }

  /** The file itself, for readers of what the sections hold. */
  public FileBytes bytes() {
    return bytes;
  }
}
