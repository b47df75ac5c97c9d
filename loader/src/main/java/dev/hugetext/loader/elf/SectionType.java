package dev.hugetext.loader.elf;

/** What a section header says that its section holds (System V ABI, figure 4-9). */
public enum SectionType {
  NULL(0),
  PROGBITS(1),
  SYMTAB(2),
  STRTAB(3),
  RELA(4),
  NOBITS(8),
  REL(9),
  /** Any other: notes, address significance tables and the like. */
  OTHER(-1);

  private final int number;

  SectionType(int number) {
    this.number = number;
  }

  static SectionType of(int number) {
    for (SectionType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return OTHER;
  }
}
