package dev.hugetext.loader.elf;

/** Who may refer to a symbol; the ordinal is the number in the file (System V ABI, figure 4-16). */
public enum SymbolBinding {
  /** Its own object only. */
  LOCAL,
  GLOBAL,
  /** As global, but another definition of the name wins, and to have none is no error. */
  WEAK,
  /** Any other. */
  OTHER;

  private static final SymbolBinding[] ALL = values();

  static SymbolBinding of(int number) {
    return number < OTHER.ordinal() ? ALL[number] : OTHER;
  }
}
