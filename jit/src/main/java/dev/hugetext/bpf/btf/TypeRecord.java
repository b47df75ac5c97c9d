package dev.hugetext.bpf.btf;

import java.util.ArrayList;
import java.util.List;

/** One type as it stands in the file: 12 bytes that all have, then what its kind adds. */
final class TypeRecord {
  private static final int INFO_AT = 4;
  private static final int SIZE_OR_TYPE_AT = 8;
  private static final int COMMON_BYTES = 12;

  private static final int ITEMS_MASK = 0xffff;
  private static final int KIND_SHIFT = 24;
  private static final int KIND_MASK = 0x1f;

  /** With the flag, a member's offset has the size of a bit field in its upper byte. */
  private static final int BITFIELD_SHIFT = 24;

  private static final int BIT_OFFSET_MASK = 0xff_ffff;

  private static final int MAX_INT_BYTES = 16;

  private final BtfBytes bytes;
  private final TypeNames names;
  private final int at;
  private final BtfKind kind;
  private final int items;
  private final boolean flag;
  private final int end;

  /**
   * Reads the common part and checks that the rest is there.
   *
   * @param limit end of the type section
   */
  TypeRecord(BtfBytes bytes, TypeNames names, int at, int limit) throws BtfException {
    this.bytes = bytes;
    this.names = names;
    this.at = at;
    int info = bytes.s32(at + INFO_AT);
    int number = info >>> KIND_SHIFT & KIND_MASK;
    this.kind =
        BtfKind.of(number)
            .orElseThrow(() -> bytes.wrong(at + INFO_AT, "unknown kind %d".formatted(number)));
    this.items = info & ITEMS_MASK;
    this.flag = info < 0;
    long last = at + COMMON_BYTES + kind.trailingBytes(items);
    if (last > limit) {
      throw bytes.wrong(
          at, "%s with %d items ends at 0x%x, after 0x%x".formatted(kind, items, last, limit));
    }
    this.end = (int) last;
  }

  int end() {
    return end;
  }

  /** The type; {@code count} is the highest type number. */
  BtfType read(int count) throws BtfException {
    int sizeOrType = bytes.s32(at + SIZE_OR_TYPE_AT);
    return switch (kind) {
      case VOID -> throw new IllegalStateException("void is not in a file");
      case INT -> integer(sizeOrType);
      case PTR -> new BtfType.Ptr(reference(SIZE_OR_TYPE_AT, count));
      case ARRAY ->
          new BtfType.Array(
              reference(COMMON_BYTES, count),
              reference(COMMON_BYTES + 4, count),
              bytes.s32(at + COMMON_BYTES + 8));
      case STRUCT -> new BtfType.Struct(name(), sizeOrType, members(count));
      case UNION -> new BtfType.Union(name(), sizeOrType, members(count));
      case ENUM, ENUM64 -> new BtfType.EnumType(kind, name(), enumSize(sizeOrType), flag, values());
      case FWD -> new BtfType.Forward(name(), flag);
      case TYPEDEF -> new BtfType.Typedef(name(), reference(SIZE_OR_TYPE_AT, count));
      case VOLATILE -> new BtfType.Volatile(reference(SIZE_OR_TYPE_AT, count));
      case CONST -> new BtfType.Const(reference(SIZE_OR_TYPE_AT, count));
      case RESTRICT -> new BtfType.Restrict(reference(SIZE_OR_TYPE_AT, count));
      case FUNC ->
          new BtfType.Func(name(), reference(SIZE_OR_TYPE_AT, count), linkage(items, INFO_AT));
      case FUNC_PROTO -> new BtfType.FuncProto(reference(SIZE_OR_TYPE_AT, count), params(count));
      case VAR ->
          new BtfType.Var(
              name(),
              reference(SIZE_OR_TYPE_AT, count),
              linkage(bytes.s32(at + COMMON_BYTES), COMMON_BYTES));
      case DATASEC -> new BtfType.DataSec(name(), sizeOrType, entries(count));
      case FLOAT -> new BtfType.FloatType(name(), scalarSize(sizeOrType));
      case DECL_TAG ->
          new BtfType.DeclTag(
              name(), reference(SIZE_OR_TYPE_AT, count), bytes.s32(at + COMMON_BYTES));
      case TYPE_TAG -> new BtfType.TypeTag(name(), reference(SIZE_OR_TYPE_AT, count));
    };
  }

  private String name() throws BtfException {
    return string(0);
  }

  private String string(int field) throws BtfException {
    int offset = bytes.s32(at + field);
    return names
        .at(offset)
        .orElseThrow(() ->
            bytes.wrong(at + field, "name 0x%x is outside the string section".formatted(offset)));
  }

  private int reference(int field, int count) throws BtfException {
    long type = bytes.u32(at + field);
    if (type > count) {
      throw bytes.wrong(at + field, "type %d, but the last one is %d".formatted(type, count));
    }
    return (int) type;
  }

  private BtfType.Int integer(int size) throws BtfException {
    int word = bytes.s32(at + COMMON_BYTES);
    int bits = word & 0xff;
    int bitOffset = word >>> 16 & 0xff;
    if (bits + bitOffset > scalarSize(size) * Byte.SIZE) {
      throw bytes.wrong(
          at + COMMON_BYTES,
          "%d bits from bit %d in an integer of %d bytes".formatted(bits, bitOffset, size));
    }
    BtfType.Encoding encoding =
        switch (word >>> 24 & 0xf) {
          case 0 -> BtfType.Encoding.UNSIGNED;
          case 1 -> BtfType.Encoding.SIGNED;
          case 2 -> BtfType.Encoding.CHAR;
          case 4 -> BtfType.Encoding.BOOL;
          default ->
              throw bytes.wrong(
                  at + COMMON_BYTES, "unknown encoding 0x%x".formatted(word >>> 24 & 0xf));
        };
    return new BtfType.Int(name(), size, bits, bitOffset, encoding);
  }

  private int scalarSize(int size) throws BtfException {
    if (size < 1 || size > MAX_INT_BYTES) {
      throw bytes.wrong(at + SIZE_OR_TYPE_AT, "a number of %d bytes".formatted(size));
    }
    return size;
  }

  private int enumSize(int size) throws BtfException {
    if (size != 1 && size != 2 && size != 4 && size != 8) {
      throw bytes.wrong(at + SIZE_OR_TYPE_AT, "an enumeration of %d bytes".formatted(size));
    }
    return size;
  }

  private BtfType.Linkage linkage(int number, int field) throws BtfException {
    return switch (number) {
      case 0 -> BtfType.Linkage.STATIC;
      case 1 -> BtfType.Linkage.GLOBAL;
      case 2 -> BtfType.Linkage.EXTERN;
      default -> throw bytes.wrong(at + field, "unknown linkage %d".formatted(number));
    };
  }

  private List<BtfType.Member> members(int count) throws BtfException {
    List<BtfType.Member> members = new ArrayList<>(items);
    for (int field = COMMON_BYTES; field < end - at; field += 12) {
      int offset = bytes.s32(at + field + 8);
      members.add(
          new BtfType.Member(
              string(field),
              reference(field + 4, count),
              flag ? offset & BIT_OFFSET_MASK : offset,
              flag ? offset >>> BITFIELD_SHIFT : 0));
    }
    return members;
  }

  private List<BtfType.EnumValue> values() throws BtfException {
    boolean wide = kind == BtfKind.ENUM64;
    List<BtfType.EnumValue> values = new ArrayList<>(items);
    for (int field = COMMON_BYTES; field < end - at; field += wide ? 12 : 8) {
      long low = flag && !wide ? bytes.s32(at + field + 4) : bytes.u32(at + field + 4);
      long high = wide ? bytes.u32(at + field + 8) : 0;
      values.add(new BtfType.EnumValue(string(field), low | high << Integer.SIZE));
    }
    return values;
  }

  private List<BtfType.Param> params(int count) throws BtfException {
    List<BtfType.Param> params = new ArrayList<>(items);
    for (int field = COMMON_BYTES; field < end - at; field += 8) {
      params.add(new BtfType.Param(string(field), reference(field + 4, count)));
    }
    return params;
  }

  private List<BtfType.DataSecEntry> entries(int count) throws BtfException {
    List<BtfType.DataSecEntry> entries = new ArrayList<>(items);
    for (int field = COMMON_BYTES; field < end - at; field += 12) {
      entries.add(
          new BtfType.DataSecEntry(
              reference(field, count), bytes.s32(at + field + 4), bytes.s32(at + field + 8)));
    }
    return entries;
  }
}
