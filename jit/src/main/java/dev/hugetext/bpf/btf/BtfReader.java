package dev.hugetext.bpf.btf;

import java.util.Arrays;

/**
 * Reads the header and finds the two tables. Lengths are checked against the bytes before anything
 * is allocated by them.
 */
final class BtfReader {
  private static final int VERSION_AT = 2;
  private static final int FLAGS_AT = 3;
  private static final int HEADER_LENGTH_AT = 4;
  private static final int TYPES_AT = 8;
  private static final int STRINGS_AT = 16;
  private static final int HEADER_BYTES = 24;

  /** Of a kernel's types, rounded down. */
  private static final int WORDS_A_TYPE = 6;

  private final BtfBytes bytes;
  private final TypeTable base;

  /**
   * @param base the types behind which those in {@code bytes} go on; {@link TypeTable#EMPTY} if
   *     they are not split BTF
   */
  BtfReader(BtfBytes bytes, TypeTable base) {
    this.bytes = bytes;
    this.base = base;
  }

  /** A stretch of the section. */
  private record Table(int start, int length) {}

  TypeTable read() throws BtfException {
    bytes.orderByMagic();
    if (bytes.u8(VERSION_AT) != Btf.VERSION) {
      throw bytes.wrong(VERSION_AT, "version %d is not 1".formatted(bytes.u8(VERSION_AT)));
    }
    if (bytes.u8(FLAGS_AT) != 0) {
      throw bytes.wrong(FLAGS_AT, "unknown flags 0x%x".formatted(bytes.u8(FLAGS_AT)));
    }
    long header = bytes.u32(HEADER_LENGTH_AT);
    if (header < HEADER_BYTES || header > bytes.length()) {
      throw bytes.wrong(
          HEADER_LENGTH_AT,
          "the header is %d bytes long, not %d to %d"
              .formatted(header, HEADER_BYTES, bytes.length()));
    }
    Table typeTable = table(TYPES_AT, header, "type section");
    StringTable strings = strings(table(STRINGS_AT, header, "string section"));
    return types(typeTable, strings);
  }

  private Table table(int at, long header, String what) throws BtfException {
    long start = header + bytes.u32(at);
    long length = bytes.u32(at + Integer.BYTES);
    if (start + length > bytes.length()) {
      throw bytes.wrong(
          at,
          "the %s [0x%x, 0x%x) ends after 0x%x"
              .formatted(what, start, start + length, bytes.length()));
    }
    return new Table((int) start, (int) length);
  }

  private StringTable strings(Table table) throws BtfException {
    int end = table.start() + table.length();
    boolean isSplit = base != TypeTable.EMPTY;
    if (!isSplit && (table.length() == 0 || bytes.u8(table.start()) != 0)) {
      throw bytes.wrong(
          table.start(),
          "the string section does not begin with a zero; is it split, without its base?");
    }
    if (table.length() != 0 && bytes.u8(end - 1) != 0) {
      throw bytes.wrong(table.start(), "the string section does not end with a zero");
    }
    if (table.length() > Integer.MAX_VALUE - base.strings().end()) {
      throw bytes.wrong(STRINGS_AT, "the strings and those of the base are too long together");
    }
    return new StringTable(base.strings(), bytes.array(), table.start(), table.length());
  }

  private TypeTable types(Table table, StringTable strings) throws BtfException {
    if (table.length() % Integer.BYTES != 0) {
      throw bytes.wrong(TYPES_AT, "the type section is no whole number of words");
    }
    TypeWords words = new TypeWords(bytes, table.start(), table.length() / Integer.BYTES);
    TypeCheck check = new TypeCheck(words, strings);
    int[] places = new int[1 + words.length() / WORDS_A_TYPE];
    int count = 0;
    for (int at = 0; at < words.length(); count++) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count] = at;
      at = check.check(at);
    }
    check.checkReferences(base.size() - 1 + count);
    return new TypeTable(base, words, strings, Arrays.copyOf(places, count));
  }
}
