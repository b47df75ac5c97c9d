package dev.hugetext.loader.elf;

/** What a symbol names; the ordinal is the number in the file (System V ABI, figure 4-17). */
public enum SymbolType {
  NOTYPE,
  OBJECT,
  FUNC,
  SECTION,
  FILE,
  /** Any other. */
  OTHER;

  private static final SymbolType[] ALL = values();

  static SymbolType of(int number) {
    return number < OTHER.ordinal() ? ALL[number] : OTHER;
  }
}
