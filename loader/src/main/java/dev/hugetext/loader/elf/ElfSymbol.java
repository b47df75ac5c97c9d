package dev.hugetext.loader.elf;

/**
 * One entry of the symbol table.
 *
 * @param index its place in the table
 * @param name empty where it has none; a section symbol goes by its section's name
 * @param binding who may refer to it
 * @param hidden whether it is of no use outside of its object (STV_HIDDEN, STV_INTERNAL)
 * @param section index of the section it lies in; {@link #UNDEFINED}, or one of the reserved
 *     numbers from 0xff00 on, where it lies in none
 * @param value offset from that section's start, in bytes (unsigned)
 * @param size in bytes (unsigned)
 */
public record ElfSymbol(
    int index,
    String name,
    SymbolType type,
    SymbolBinding binding,
    boolean hidden,
    int section,
    long value,
    long size) {
  /** The section number of a symbol that another object would have to define. */
  public static final int UNDEFINED = 0;

  static final int FIRST_RESERVED = 0xff00;

  /** Whether it lies in a section of this object. */
  public boolean isDefined() {
    return section != UNDEFINED && section < FIRST_RESERVED;
  }
}
