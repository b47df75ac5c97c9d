package dev.hugetext.loader.link;

import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.elf.SectionType;
import java.util.Optional;

/**
 * The kinds of section that become a global-data map, by name: the base name alone, or with a dot
 * and more behind it.
 */
enum DataSection {
  /** Constants: programs may only read them, and the verifier knows them. */
  RODATA(".rodata", SectionType.PROGBITS),
  /** Variables that begin with a value. */
  DATA(".data", SectionType.PROGBITS),
  /** Variables that begin with zero; no bytes in the file. */
  BSS(".bss", SectionType.NOBITS);

  private final String base;
  private final SectionType type;

  DataSection(String base, SectionType type) {
    this.base = base;
    this.type = type;
  }

  /** The kind of {@code section}; empty if it holds no global data. */
  static Optional<DataSection> of(Section section) {
    for (DataSection kind : values()) {
      String name = section.name();
      if (section.type() == kind.type
          && (name.equals(kind.base) || name.startsWith(kind.base + "."))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
