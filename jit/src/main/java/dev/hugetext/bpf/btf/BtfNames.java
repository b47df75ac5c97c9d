package dev.hugetext.bpf.btf;

/** Kind and name of a type. */
final class BtfNames {
  private BtfNames() {}

  static BtfKind kind(BtfType type) {
    return switch (type) {
      case BtfType.VoidType t -> BtfKind.VOID;
      case BtfType.Int t -> BtfKind.INT;
      case BtfType.Ptr t -> BtfKind.PTR;
      case BtfType.Array t -> BtfKind.ARRAY;
      case BtfType.Struct t -> BtfKind.STRUCT;
      case BtfType.Union t -> BtfKind.UNION;
      case BtfType.EnumType t -> t.kind();
      case BtfType.Forward t -> BtfKind.FWD;
      case BtfType.Typedef t -> BtfKind.TYPEDEF;
      case BtfType.Volatile t -> BtfKind.VOLATILE;
      case BtfType.Const t -> BtfKind.CONST;
      case BtfType.Restrict t -> BtfKind.RESTRICT;
      case BtfType.Func t -> BtfKind.FUNC;
      case BtfType.FuncProto t -> BtfKind.FUNC_PROTO;
      case BtfType.Var t -> BtfKind.VAR;
      case BtfType.DataSec t -> BtfKind.DATASEC;
      case BtfType.FloatType t -> BtfKind.FLOAT;
      case BtfType.DeclTag t -> BtfKind.DECL_TAG;
      case BtfType.TypeTag t -> BtfKind.TYPE_TAG;
    };
  }

  /** Empty for types without one. */
  static String name(BtfType type) {
    return switch (type) {
      case BtfType.Int t -> t.name();
      case BtfType.Struct t -> t.name();
      case BtfType.Union t -> t.name();
      case BtfType.EnumType t -> t.name();
      case BtfType.Forward t -> t.name();
      case BtfType.Typedef t -> t.name();
      case BtfType.Func t -> t.name();
      case BtfType.Var t -> t.name();
      case BtfType.DataSec t -> t.name();
      case BtfType.FloatType t -> t.name();
      case BtfType.DeclTag t -> t.name();
      case BtfType.TypeTag t -> t.name();
      case BtfType.VoidType t -> "";
      case BtfType.Ptr t -> "";
      case BtfType.Array t -> "";
      case BtfType.Volatile t -> "";
      case BtfType.Const t -> "";
      case BtfType.Restrict t -> "";
      case BtfType.FuncProto t -> "";
    };
  }
}
