package dev.hugetext.bpf.btf;

/** The kind of a type; the ordinal is its number in BTF. */
public enum BtfKind {
  /** Type 0, which is not in the file. */
  VOID(0, 0),
  INT(1, 0),
  PTR(0, 0),
  ARRAY(3, 0),
  STRUCT(0, 3),
  UNION(0, 3),
  ENUM(0, 2),
  FWD(0, 0),
  TYPEDEF(0, 0),
  VOLATILE(0, 0),
  CONST(0, 0),
  RESTRICT(0, 0),
  FUNC(0, 0),
  FUNC_PROTO(0, 2),
  VAR(1, 0),
  DATASEC(0, 3),
  FLOAT(0, 0),
  DECL_TAG(1, 0),
  TYPE_TAG(0, 0),
  ENUM64(0, 3);

  private static final BtfKind[] ALL = values();

  private final int fixedWords;
  private final int wordsPerItem;

  BtfKind(int fixedWords, int wordsPerItem) {
    this.fixedWords = fixedWords;
    this.wordsPerItem = wordsPerItem;
  }

  /** The kind with this number; {@link #VOID} for those that are not known. */
  static BtfKind of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : VOID;
  }

  /** Words of a member, value, parameter or variable; 0 where there are none. */
  int itemWords() {
    return wordsPerItem;
  }

  /** Words that follow those that all types have. */
  int trailingWords(int items) {
    return fixedWords + wordsPerItem * items;
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
