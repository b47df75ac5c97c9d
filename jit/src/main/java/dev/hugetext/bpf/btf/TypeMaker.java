package dev.hugetext.bpf.btf;

import java.util.ArrayList;
import java.util.List;

/** Makes types of records that were checked. */
final class TypeMaker {
  /** With the flag, a member's offset has the size of a bit field in its upper byte. */
  private static final int BITFIELD_SHIFT = 24;

  private static final int BIT_OFFSET_MASK = 0xff_ffff;

  private static final BtfType.Linkage[] LINKAGES = BtfType.Linkage.values();

  private final TypeWords words;
  private final StringTable strings;

  TypeMaker(TypeWords words, StringTable strings) {
    this.words = words;
    this.strings = strings;
  }

  BtfType make(TypeRecord record) {
    int at = record.at();
    int sizeOrType = word(at + TypeRecord.SIZE_OR_TYPE_AT);
    int more = record.more();
    return switch (record.kind()) {
      case VOID -> throw new IllegalStateException("void is not in a file");
      case INT -> integer(name(at), sizeOrType, word(more));
      case PTR -> new BtfType.Ptr(sizeOrType);
      case ARRAY -> new BtfType.Array(word(more), word(more + 1), word(more + 2));
      case STRUCT -> new BtfType.Struct(name(at), sizeOrType, members(record));
      case UNION -> new BtfType.Union(name(at), sizeOrType, members(record));
      case ENUM, ENUM64 ->
          new BtfType.EnumType(record.kind(), name(at), sizeOrType, record.flag(), values(record));
      case FWD -> new BtfType.Forward(name(at), record.flag());
      case TYPEDEF -> new BtfType.Typedef(name(at), sizeOrType);
      case VOLATILE -> new BtfType.Volatile(sizeOrType);
      case CONST -> new BtfType.Const(sizeOrType);
      case RESTRICT -> new BtfType.Restrict(sizeOrType);
      case FUNC -> new BtfType.Func(name(at), sizeOrType, LINKAGES[record.items()]);
      case FUNC_PROTO -> new BtfType.FuncProto(sizeOrType, params(record));
      case VAR -> new BtfType.Var(name(at), sizeOrType, LINKAGES[word(more)]);
      case DATASEC -> new BtfType.DataSec(name(at), sizeOrType, entries(record));
      case FLOAT -> new BtfType.FloatType(name(at), sizeOrType);
      case DECL_TAG -> new BtfType.DeclTag(name(at), sizeOrType, word(more));
      case TYPE_TAG -> new BtfType.TypeTag(name(at), sizeOrType);
    };
  }

  private int word(int at) {
    return words.at(at);
  }

  /** The name whose offset stands at {@code at}. */
  private String name(int at) {
    return strings.text(word(at));
  }

  private static BtfType.Int integer(String name, int size, int word) {
    BtfType.Encoding encoding =
        switch (word >>> 24 & 0xf) {
          case 0 -> BtfType.Encoding.UNSIGNED;
          case 1 -> BtfType.Encoding.SIGNED;
          case 2 -> BtfType.Encoding.CHAR;
          case 4 -> BtfType.Encoding.BOOL;
          default -> throw new IllegalStateException("unchecked encoding of " + name);
        };
    return new BtfType.Int(name, size, word & 0xff, word >>> 16 & 0xff, encoding);
  }

  private List<BtfType.Member> members(TypeRecord record) {
    List<BtfType.Member> members = new ArrayList<>(record.items());
    for (int item = record.more(); item < record.end(); item += record.kind().itemWords()) {
      int offset = word(item + 2);
      members.add(
          new BtfType.Member(
              name(item),
              word(item + 1),
              record.flag() ? offset & BIT_OFFSET_MASK : offset,
              record.flag() ? offset >>> BITFIELD_SHIFT : 0));
    }
    return members;
  }

  private List<BtfType.EnumValue> values(TypeRecord record) {
    boolean wide = record.kind() == BtfKind.ENUM64;
    List<BtfType.EnumValue> values = new ArrayList<>(record.items());
    for (int item = record.more(); item < record.end(); item += record.kind().itemWords()) {
      int low = word(item + 1);
      long value = record.flag() && !wide ? low : Integer.toUnsignedLong(low);
      long high = wide ? (long) word(item + 2) << Integer.SIZE : 0;
      values.add(new BtfType.EnumValue(name(item), value | high));
    }
    return values;
  }

  private List<BtfType.Param> params(TypeRecord record) {
    List<BtfType.Param> params = new ArrayList<>(record.items());
    for (int item = record.more(); item < record.end(); item += record.kind().itemWords()) {
      params.add(new BtfType.Param(name(item), word(item + 1)));
    }
    return params;
  }

  private List<BtfType.DataSecEntry> entries(TypeRecord record) {
    List<BtfType.DataSecEntry> entries = new ArrayList<>(record.items());
    for (int item = record.more(); item < record.end(); item += record.kind().itemWords()) {
      entries.add(new BtfType.DataSecEntry(word(item), word(item + 1), word(item + 2)));
    }
    return entries;
  }
}
