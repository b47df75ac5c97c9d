package dev.hugetext.loader.elf;

/**
 * One section header, with its name looked up. The section's bytes lie inside the file, unless it
 * is {@link SectionType#NOBITS}, which has none.
 *
 * @param index its place in the section header table
 * @param flags SHF_ bits
 * @param offset of the contents from the file's start, in bytes
 * @param size in bytes; of a NOBITS section, what it occupies in memory (unsigned)
 * @param link index of the section that this one refers to: a symbol table's strings
 * @param info as {@code link}: the section that a relocation section changes
 * @param entrySize bytes an entry, where the section is a table
 */
public record Section(
    int index,
    String name,
    SectionType type,
    long flags,
    long offset,
    long size,
    long link,
    long info,
    long entrySize) {
  private static final long SHF_EXECINSTR = 4;

  /** Whether the section holds instructions. */
  public boolean isExecutable() {
    return type == SectionType.PROGBITS && (flags & SHF_EXECINSTR) != 0;
  }

  /** First byte of the file behind the contents. */
  long end() {
    return type == SectionType.NOBITS ? offset : offset + size;
  }
}
