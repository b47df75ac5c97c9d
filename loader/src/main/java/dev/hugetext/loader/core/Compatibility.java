package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import java.util.List;

/** Whether a type of the object may stand for one of the kernel. */
public final class Compatibility {
  /** As far as libbpf follows pointers, arrays and functions. */
  private static final int DEEPEST = 32;

  private Compatibility() {}

  /** Equal kinds; the two sizes of enumerations count as one. */
  static boolean ofKinds(BtfKind left, BtfKind right) {
    return left == right || isEnum(left) && isEnum(right);
  }

  static boolean isEnum(BtfKind kind) {
    return kind == BtfKind.ENUM || kind == BtfKind.ENUM64;
  }

  /** Whether fields of these types hold the same kind of thing. */
  static boolean ofFields(Btf local, int localType, Btf target, int targetType) {
    int left = localType;
    int right = targetType;
    for (int depth = 0; depth < DEEPEST; depth++) {
      left = local.resolveId(left);
      right = target.resolveId(right);
      BtfType mine = local.type(left);
      BtfType theirs = target.type(right);
      if (Access.isComposite(mine) && Access.isComposite(theirs)) {
        return true;
      }
      if (!ofKinds(local.kind(left), target.kind(right))) {
        return false;
      }
      if (!(mine instanceof BtfType.Array from && theirs instanceof BtfType.Array to)) {
        return ofScalars(mine, theirs);
      }
      left = from.elementType();
      right = to.elementType();
    }
    return false;
  }

  private static boolean ofScalars(BtfType mine, BtfType theirs) {
    return switch (mine) {
      case BtfType.Ptr pointer -> true;
      case BtfType.FloatType number -> true;
      case BtfType.Int number -> isWhole(number) && isWhole(theirs);
      case BtfType.EnumType type ->
          theirs instanceof BtfType.EnumType other && ofNames(type.name(), other.name());
      case BtfType.Forward type ->
          theirs instanceof BtfType.Forward other && ofNames(type.name(), other.name());
      case BtfType.VoidType _,
          BtfType.Struct _,
          BtfType.Union _,
          BtfType.Array _,
          BtfType.FuncProto _,
          BtfType.Typedef _,
          BtfType.Volatile _,
          BtfType.Const _,
          BtfType.Restrict _,
          BtfType.TypeTag _,
          BtfType.DeclTag _,
          BtfType.Func _,
          BtfType.Var _,
          BtfType.DataSec _ ->
          false;
    };
  }

  /** A type without a name fits any. */
  private static boolean ofNames(String left, String right) {
    return left.isEmpty()
        || right.isEmpty()
        || Btf.withoutFlavour(left).equals(Btf.withoutFlavour(right));
  }

  /** Whether it is no integer of the old kind that stands for a bit field. */
  private static boolean isWhole(BtfType type) {
    return type instanceof BtfType.Int number && number.bitOffset() == 0;
  }

  /** Whether the types are alike from outside: the members of structs do not count. */
  public static boolean ofTypes(Btf local, int localType, Btf target, int targetType) {
    return ofKinds(local.kind(localType), target.kind(targetType))
        && ofTypes(local, localType, target, targetType, DEEPEST);
  }

  private static boolean ofTypes(Btf local, int localType, Btf target, int targetType, int depth) {
    int left = local.resolveId(localType);
    int right = target.resolveId(targetType);
    if (depth == 0 || !ofKinds(local.kind(left), target.kind(right))) {
      return false;
    }
    BtfType theirs = target.type(right);
    return switch (local.type(left)) {
      case BtfType.Int number -> isWhole(number) && isWhole(theirs);
      case BtfType.Ptr(int to) ->
          theirs instanceof BtfType.Ptr(int other) && ofTypes(local, to, target, other, depth - 1);
      case BtfType.Array array ->
          theirs instanceof BtfType.Array other
              && ofTypes(local, array.elementType(), target, other.elementType(), depth - 1);
      case BtfType.FuncProto function ->
          theirs instanceof BtfType.FuncProto other
              && ofFunctions(local, function, target, other, depth - 1);
      case BtfType.VoidType type -> true;
      case BtfType.Struct type -> true;
      case BtfType.Union type -> true;
      case BtfType.EnumType type -> true;
      case BtfType.Forward type -> true;
      case BtfType.FloatType _,
          BtfType.Typedef _,
          BtfType.Volatile _,
          BtfType.Const _,
          BtfType.Restrict _,
          BtfType.TypeTag _,
          BtfType.DeclTag _,
          BtfType.Func _,
          BtfType.Var _,
          BtfType.DataSec _ ->
          false;
    };
  }

  private static boolean ofFunctions(
      Btf local, BtfType.FuncProto mine, Btf target, BtfType.FuncProto theirs, int depth) {
    List<BtfType.Param> left = mine.params();
    List<BtfType.Param> right = theirs.params();
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!ofTypes(local, left.get(i).type(), target, right.get(i).type(), depth)) {
        return false;
      }
    }
    return ofTypes(local, mine.returnType(), target, theirs.returnType(), depth);
  }
}
