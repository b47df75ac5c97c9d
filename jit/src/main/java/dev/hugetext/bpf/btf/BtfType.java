package dev.hugetext.bpf.btf;

import java.util.List;

/**
 * A type; these cases are all there are. Components named {@code type} are numbers of other types,
 * 0 for {@code void}; sizes are bytes; a name is empty where there is none.
 */
public sealed interface BtfType {
  /** Empty for types that have none. */
  default String name() {
    return "";
  }

  /** Type 0. */
  record VoidType() implements BtfType {}

  /**
   * An integer.
   *
   * @param size in bytes, unsigned; may be more than the bits need
   * @param bits how many of the bytes' bits it uses
   * @param bitOffset where they begin
   */
  record Int(String name, int size, int bits, int bitOffset, Encoding encoding)
      implements BtfType {}

  /** How an integer is to be read. */
  enum Encoding {
    UNSIGNED,
    SIGNED,
    CHAR,
    BOOL
  }

  record Ptr(int type) implements BtfType {}

  record Array(int elementType, int indexType, int count) implements BtfType {}

  record Struct(String name, int size, List<Member> members) implements BtfType {
    public Struct {
      members = List.copyOf(members);
    }
  }

  record Union(String name, int size, List<Member> members) implements BtfType {
    public Union {
      members = List.copyOf(members);
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param bitOffset bits from the start
   * @param bitfieldSize bits if it is a bit field, otherwise 0
   */
  record Member(String name, int type, int bitOffset, int bitfieldSize) {}

  /** An enumeration of at most 4 or, as {@code ENUM64}, 8 bytes. */
  record EnumType(BtfKind kind, String name, int size, boolean signed, List<EnumValue> values)
      implements BtfType {
    public EnumType {
      values = List.copyOf(values);
    }

    /** One of the values as C writes it; those of {@code ENUM64} with a suffix. */
    public String literal(long value) {
      String suffix = kind == BtfKind.ENUM ? "" : signed ? "LL" : "ULL";
      String digits = signed ? Long.toString(value) : Long.toUnsignedString(value);
      return digits + suffix;
    }
  }

  /** A value of an enumeration, sign-extended if the enumeration is signed. */
  record EnumValue(String name, long value) {}

  /** A struct or union that is declared only. */
  record Forward(String name, boolean union) implements BtfType {}

  record Typedef(String name, int type) implements BtfType {}

  record Volatile(int type) implements BtfType {}

  record Const(int type) implements BtfType {}

  record Restrict(int type) implements BtfType {}

  /** A function; {@code type} is its prototype. */
  record Func(String name, int type, Linkage linkage) implements BtfType {}

  /** How a function or variable is bound. */
  enum Linkage {
    STATIC,
    GLOBAL,
    EXTERN
  }

  record FuncProto(int returnType, List<Param> params) implements BtfType {
    public FuncProto {
      params = List.copyOf(params);
    }
  }

  /** A parameter; the last one of a variadic function has neither name nor type. */
  record Param(String name, int type) {}

  record Var(String name, int type, Linkage linkage) implements BtfType {}

  record DataSec(String name, int size, List<DataSecEntry> entries) implements BtfType {
    public DataSec {
      entries = List.copyOf(entries);
    }
  }

  /** A variable of a section; {@code type} is a {@link Var} or {@link Func}. */
  record DataSecEntry(int type, int offset, int size) {}

  record FloatType(String name, int size) implements BtfType {}

  /**
   * A tag on a declaration.
   *
   * @param component index of the member or parameter it is on, or -1 for the whole
   */
  record DeclTag(String name, int type, int component) implements BtfType {}

  record TypeTag(String name, int type) implements BtfType {}
}
