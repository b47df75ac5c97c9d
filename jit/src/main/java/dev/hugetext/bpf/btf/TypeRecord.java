package dev.hugetext.bpf.btf;

/**
 * One type as it stands in the file: 3 words that all have, then what its kind adds.
 *
 * @param at where it begins, in words as {@code end}
 * @param items members, values, parameters or variables
 * @param flag the kind's own flag
 * @param end first word behind it
 */
record TypeRecord(int at, BtfKind kind, int items, boolean flag, int end) {
  static final int INFO_AT = 1;
  static final int SIZE_OR_TYPE_AT = 2;
  static final int COMMON_WORDS = 3;

  private static final int ITEMS_MASK = 0xffff;
  private static final int KIND_SHIFT = 24;
  private static final int KIND_MASK = 0x1f;

  /** Reads one that was checked. */
  static TypeRecord read(TypeWords words, int at) {
    int info = words.at(at + INFO_AT);
    BtfKind kind = kind(info);
    int items = items(info);
    int end = at + COMMON_WORDS + kind.trailingWords(items);
    return new TypeRecord(at, kind, items, info < 0, end);
  }

  /** The kind in the second word of a type; {@link BtfKind#VOID} for one that is not known. */
  static BtfKind kind(int info) {
    return BtfKind.of(kindNumber(info));
  }

  static int kindNumber(int info) {
    return info >>> KIND_SHIFT & KIND_MASK;
  }

  static int items(int info) {
    return info & ITEMS_MASK;
  }

  /** The first word behind those that all types have. */
  int more() {
    return at + COMMON_WORDS;
  }
}
