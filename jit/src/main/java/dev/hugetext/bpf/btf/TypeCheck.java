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

  private final BtfBytes bytes;
  private final StringTable strings;
  private final int count;
  private final BitSet named = new BitSet();
  private long characters;

  /**
   * @param count the highest type number
   */
  TypeCheck(BtfBytes bytes, StringTable strings, int count) {
    this.bytes = bytes;
    this.strings = strings;
    this.count = count;
    this.characters = (long) OVERLAP * strings.end();
  }

  void check(TypeRecord type) throws BtfException {
    int at = type.at();
    name(at);
    switch (type.kind()) {
      case VOID, STRUCT, UNION, DATASEC -> {} // their size may be any
      case INT -> integer(at);
      case FLOAT -> floatSize(at);
      case ENUM, ENUM64 -> enumSize(at);
      case ARRAY -> {
        reference(at + TypeRecord.COMMON_BYTES);
        reference(at + TypeRecord.COMMON_BYTES + 4);
      }
      case FUNC -> {
        reference(at + TypeRecord.SIZE_OR_TYPE_AT);
        linkage(type.items(), at + TypeRecord.INFO_AT);
      }
      case VAR -> {
        reference(at + TypeRecord.SIZE_OR_TYPE_AT);
        int field = at + TypeRecord.COMMON_BYTES;
        linkage(bytes.s32(field), field);
      }
      case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC_PROTO, DECL_TAG, TYPE_TAG -> {
        if (type.kind() != BtfKind.FWD) {
          reference(at + TypeRecord.SIZE_OR_TYPE_AT);
        }
      }
    }
    items(type);
  }

  private void items(TypeRecord type) throws BtfException {
    BtfKind kind = type.kind();
    int step = kind.itemBytes();
    for (int item = type.firstItem(); step != 0 && item < type.end(); item += step) {
      switch (kind) {
        case STRUCT, UNION, FUNC_PROTO -> {
          name(item);
          reference(item + 4);
        }
        case ENUM, ENUM64 -> name(item);
        case DATASEC -> reference(item);
        default -> throw new IllegalStateException(kind + " has no items");
      }
    }
  }

  private void name(int at) throws BtfException {
    int offset = bytes.s32(at);
    if (offset < 0 || offset >= strings.end()) {
      throw bytes.wrong(at, "name 0x%x is outside the string section".formatted(offset));
    }
    if (!named.get(offset)) {
      named.set(offset);
      characters -= strings.lengthAt(offset);
      if (characters < 0) {
        throw bytes.wrong(at, "name 0x%x shares its bytes with too many others".formatted(offset));
      }
    }
  }

  private void reference(int at) throws BtfException {
    long type = bytes.u32(at);
    if (type > count) {
      throw bytes.wrong(at, "type %d, but the last one is %d".formatted(type, count));
    }
  }

  private void integer(int at) throws BtfException {
    int word = bytes.s32(at + TypeRecord.COMMON_BYTES);
    int bits = word & 0xff;
    int bitOffset = word >>> 16 & 0xff;
    long size = bytes.u32(at + TypeRecord.SIZE_OR_TYPE_AT); // Linux lets it be longer
    if (bits > MAX_SCALAR_BYTES * Byte.SIZE || bits + bitOffset > size * Byte.SIZE) {
      throw bytes.wrong(
          at + TypeRecord.COMMON_BYTES,
          "%d bits from bit %d in an integer of %d bytes".formatted(bits, bitOffset, size));
    }
    int encoding = word >>> 24 & 0xf;
    if (encoding != 0 && Integer.bitCount(encoding) != 1 || encoding > 4) {
      throw bytes.wrong(at + TypeRecord.COMMON_BYTES, "unknown encoding 0x%x".formatted(encoding));
    }
  }

  private void floatSize(int at) throws BtfException {
    int size = bytes.s32(at + TypeRecord.SIZE_OR_TYPE_AT);
    if (size < 1 || size > MAX_SCALAR_BYTES) {
      throw bytes.wrong(at + TypeRecord.SIZE_OR_TYPE_AT, "a number of %d bytes".formatted(size));
    }
  }

  private void enumSize(int at) throws BtfException {
    int size = bytes.s32(at + TypeRecord.SIZE_OR_TYPE_AT);
    if (size != 1 && size != 2 && size != 4 && size != 8) {
      throw bytes.wrong(
          at + TypeRecord.SIZE_OR_TYPE_AT, "an enumeration of %d bytes".formatted(size));
    }
  }

  private void linkage(int number, int field) throws BtfException {
    if (number < 0 || number > LAST_LINKAGE) {
      throw bytes.wrong(field, "unknown linkage %d".formatted(number));
    }
  }
}
