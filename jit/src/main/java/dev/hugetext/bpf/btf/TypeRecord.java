package dev.hugetext.bpf.btf;

/**
 * One type as it stands in the file: 12 bytes that all have, then what its kind adds.
 *
 * @param at where it begins, in bytes from the start of the section
 * @param items members, values, parameters or variables
 * @param flag the kind's own flag
 * @param end first byte behind it
 */
record TypeRecord(int at, BtfKind kind, int items, boolean flag, int end) {
  static final int INFO_AT = 4;
  static final int SIZE_OR_TYPE_AT = 8;
  static final int COMMON_BYTES = 12;

  private static final int ITEMS_MASK = 0xffff;
  private static final int KIND_SHIFT = 24;
  private static final int KIND_MASK = 0x1f;

  /**
   * Reads the common part and checks that the rest is there.
   *
   * @param limit end of the type section
   */
  static TypeRecord read(BtfBytes bytes, int at, int limit) throws BtfException {
    int info = bytes.s32(at + INFO_AT);
    int number = info >>> KIND_SHIFT & KIND_MASK;
    BtfKind kind =
        BtfKind.of(number)
            .orElseThrow(() -> bytes.wrong(at + INFO_AT, "unknown kind %d".formatted(number)));
    int items = info & ITEMS_MASK;
    long end = at + COMMON_BYTES + kind.trailingBytes(items);
    if (end > limit) {
      throw bytes.wrong(
          at, "%s with %d items ends at 0x%x, after 0x%x".formatted(kind, items, end, limit));
    }
    return new TypeRecord(at, kind, items, info < 0, (int) end);
  }

  /** Where the items begin. */
  int firstItem() {
    return at + COMMON_BYTES;
  }
}
