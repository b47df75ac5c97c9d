package dev.hugetext.bpf.btf;

import java.util.Optional;

/** The kind of a type; the ordinal is its number in BTF. */
public enum BtfKind {
  /** Type 0, which is not in the file. */
  VOID(0, 0),
  INT(4, 0),
  PTR(0, 0),
  ARRAY(12, 0),
  STRUCT(0, 12),
  UNION(0, 12),
  ENUM(0, 8),
  FWD(0, 0),
  TYPEDEF(0, 0),
  VOLATILE(0, 0),
  CONST(0, 0),
  RESTRICT(0, 0),
  FUNC(0, 0),
  FUNC_PROTO(0, 8),
  VAR(4, 0),
  DATASEC(0, 12),
  FLOAT(0, 0),
  DECL_TAG(4, 0),
  TYPE_TAG(0, 0),
  ENUM64(0, 12);

  private static final BtfKind[] ALL = values();

  private final int fixedBytes;
  private final int bytesPerItem;

  BtfKind(int fixedBytes, int bytesPerItem) {
    this.fixedBytes = fixedBytes;
    this.bytesPerItem = bytesPerItem;
  }

  /** The kind with this number; empty for 0 and for those that are not known. */
  static Optional<BtfKind> of(int number) {
    return number >= 1 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
  }

  /** Bytes of a member, value, parameter or variable; 0 where there are none. */
  int itemBytes() {
    return bytesPerItem;
  }

  /** Bytes that follow the 12 bytes that all types have. */
  long trailingBytes(int items) {
    return fixedBytes + (long) bytesPerItem * items;
  }

  /** What kind of type it is. */
  static BtfKind ofType(BtfType type) {
    return switch (type) {
      case BtfType.VoidType t -> VOID;
      case BtfType.Int t -> INT;
      case BtfType.Ptr t -> PTR;
      case BtfType.Array t -> ARRAY;
      case BtfType.Struct t -> STRUCT;
      case BtfType.Union t -> UNION;
      case BtfType.EnumType t -> t.kind();
      case BtfType.Forward t -> FWD;
      case BtfType.Typedef t -> TYPEDEF;
      case BtfType.Volatile t -> VOLATILE;
      case BtfType.Const t -> CONST;
      case BtfType.Restrict t -> RESTRICT;
      case BtfType.Func t -> FUNC;
      case BtfType.FuncProto t -> FUNC_PROTO;
      case BtfType.Var t -> VAR;
      case BtfType.DataSec t -> DATASEC;
      case BtfType.FloatType t -> FLOAT;
      case BtfType.DeclTag t -> DECL_TAG;
      case BtfType.TypeTag t -> TYPE_TAG;
    };
  }
}
