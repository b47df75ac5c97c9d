package dev.hugetext.bpf.btf;

import java.util.BitSet;

/**
 * Checks a type as it stands in the file: names lie in the string section, other types have numbers
 * that exist, numbers are known ones. What was checked can be made an object without failing.
 *
 * <p>Strings that lie apart are together no longer than their table. A file in which thousands of
 * types name thousands of ends of one long string would take memory with the square of its length:
 * such names are refused.
 */
final class TypeCheck {
  /** Linkers may let one string be the end of another. */
  private static final int OVERLAP = 4;

  private static final int MAX_SCALAR_BYTES = 16;
  private static final int LAST_LINKAGE = 2;

  private final TypeWords words;
  private final StringTable strings;
  private final BitSet named;
  private long characters;

  /** The highest number that a type refers to, and where. */
  private long highest;

  private int highestAt;

  TypeCheck(TypeWords words, StringTable strings) {
    this.words = words;
    this.strings = strings;
    this.named = new BitSet(strings.end());
    this.characters = (long) OVERLAP * strings.end();
  }

  /**
   * Checks the type that begins at a place.
   *
   * @return where it ends
   */
  int check(int at) throws BtfException {
    if (at > words.length() - TypeRecord.COMMON_WORDS) {
      throw words.wrong(at, "a type is cut short");
    }
    int info = words.at(at + TypeRecord.INFO_AT);
    BtfKind kind = TypeRecord.kind(info);
    int items = TypeRecord.items(info);
    int end = at + TypeRecord.COMMON_WORDS + kind.trailingWords(items);
    if (end > words.length()) {
      throw words.wrong(at, "%s with %d items is cut short".formatted(kind, items));
    }
    name(at);
    own(kind, at, info);
    items(kind, end - items * kind.itemWords(), end);
    return end;
  }

  private void own(BtfKind kind, int at, int info) throws BtfException {
    int more = at + TypeRecord.COMMON_WORDS;
    switch (kind) {
      case VOID ->
          throw words.wrong(
              at + TypeRecord.INFO_AT, "unknown kind %d".formatted(TypeRecord.kindNumber(info)));
      case FWD, STRUCT, UNION, DATASEC -> {} // their size may be any
      case INT -> integer(at);
      case FLOAT -> floatSize(at);
      case ENUM, ENUM64 -> enumSize(at);
      case ARRAY -> {
        reference(more);
        reference(more + 1);
      }
      case FUNC -> {
        reference(at + TypeRecord.SIZE_OR_TYPE_AT);
        linkage(TypeRecord.items(info), at + TypeRecord.INFO_AT);
      }
      case VAR -> {
        reference(at + TypeRecord.SIZE_OR_TYPE_AT);
        linkage(words.at(more), more);
      }
      case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC_PROTO, DECL_TAG, TYPE_TAG ->
          reference(at + TypeRecord.SIZE_OR_TYPE_AT);
    }
  }

  private void items(BtfKind kind, int first, int end) throws BtfException {
    for (int item = first; item < end; item += kind.itemWords()) {
      if (kind == BtfKind.DATASEC) {
        reference(item);
        continue;
      }
      name(item);
      if (kind != BtfKind.ENUM && kind != BtfKind.ENUM64) {
        reference(item + 1); // of a member or parameter
      }
    }
  }

  /**
   * Checks what all types refer to.
   *
   * @param last the highest number of a type
   */
  void checkReferences(int last) throws BtfException {
    if (highest > last) {
      throw words.wrong(highestAt, "type %d, but the last one is %d".formatted(highest, last));
    }
  }

  private void name(int at) throws BtfException {
    int offset = words.at(at);
    if (offset < 0 || offset >= strings.end()) {
      throw words.wrong(at, "name 0x%x is outside the string section".formatted(offset));
    }
    if (!named.get(offset)) {
      named.set(offset);
      characters -= strings.lengthAt(offset);
      if (characters < 0) {
        throw words.wrong(at, "name 0x%x shares its bytes with too many others".formatted(offset));
      }
    }
  }

  private void reference(int at) {
    long type = Integer.toUnsignedLong(words.at(at));
    if (type > highest) {
      highest = type;
      highestAt = at;
    }
  }

  private void integer(int at) throws BtfException {
    int word = words.at(at + TypeRecord.COMMON_WORDS);
    int bits = word & 0xff;
    int bitOffset = word >>> 16 & 0xff;
    long size =
        Integer.toUnsignedLong(
            words.at(at + TypeRecord.SIZE_OR_TYPE_AT)); // Linux lets it be longer
    if (bits > MAX_SCALAR_BYTES * Byte.SIZE || bits + bitOffset > size * Byte.SIZE) {
      throw words.wrong(
          at + TypeRecord.COMMON_WORDS,
          "%d bits from bit %d in an integer of %d bytes".formatted(bits, bitOffset, size));
    }
    int encoding = word >>> 24 & 0xf;
    if (encoding != 0 && Integer.bitCount(encoding) != 1 || encoding > 4) {
      throw words.wrong(at + TypeRecord.COMMON_WORDS, "unknown encoding 0x%x".formatted(encoding));
    }
  }

  private void floatSize(int at) throws BtfException {
    int size = words.at(at + TypeRecord.SIZE_OR_TYPE_AT);
    if (size < 1 || size > MAX_SCALAR_BYTES) {
      throw words.wrong(at + TypeRecord.SIZE_OR_TYPE_AT, "a number of %d bytes".formatted(size));
    }
  }

  private void enumSize(int at) throws BtfException {
    int size = words.at(at + TypeRecord.SIZE_OR_TYPE_AT);
    if (size != 1 && size != 2 && size != 4 && size != 8) {
      throw words.wrong(
          at + TypeRecord.SIZE_OR_TYPE_AT, "an enumeration of %d bytes".formatted(size));
    }
  }

  private void linkage(int number, int field) throws BtfException {
    if (number < 0 || number > LAST_LINKAGE) {
      throw words.wrong(field, "unknown linkage %d".formatted(number));
    }
  }
}
