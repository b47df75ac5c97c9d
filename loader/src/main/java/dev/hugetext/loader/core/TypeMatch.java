package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a type of the kernel has all that the object says of it: names, kinds and sizes of
 * numbers; members and values may be more and lie elsewhere.
 */
final class TypeMatch {
  private static final int DEEPEST = 32;

  /** Comparisons for one pair of types: those of a damaged file could grow with every level. */
  private static final int MOST_STEPS = 100_000;

  private final Btf local;
  private final Btf target;
  private int steps;

  private TypeMatch(Btf local, Btf target) {
    this.local = local;
    this.target = target;
  }

  static boolean matches(Btf local, int localType, Btf target, int targetType) throws CoreFailure {
    return new TypeMatch(local, target).matches(localType, targetType, false, DEEPEST);
  }

  /**
   * @param behindPointer whether only the name of a struct counts
   */
  private boolean matches(int localType, int targetType, boolean behindPointer, int depth)
      throws CoreFailure {
    if (depth == 0 || ++steps > MOST_STEPS) {
      throw new CoreFailure("types %d and %d nest too deep".formatted(localType, targetType));
    }
    int left = local.resolveId(localType);
    int right = target.resolveId(targetType);
    BtfType mine = local.type(left);
    BtfType theirs = target.type(right);
    if (!essentialName(mine).equals(essentialName(theirs))) {
      return false;
    }
    return switch (mine) {
      case BtfType.VoidType type -> theirs instanceof BtfType.VoidType;
      case BtfType.Forward type -> forward(type, theirs, behindPointer);
      case BtfType.EnumType type ->
          theirs instanceof BtfType.EnumType other
              && names(other).containsAll(names(type))
              && type.values().size() <= other.values().size();
      case BtfType.Struct type -> composite(mine, left, theirs, right, behindPointer, depth);
      case BtfType.Union type -> composite(mine, left, theirs, right, behindPointer, depth);
      case BtfType.Int number ->
          theirs instanceof BtfType.Int other
              && number.size() == other.size()
              && isSigned(number) == isSigned(other);
      case BtfType.Ptr(int to) ->
          theirs instanceof BtfType.Ptr(int other) && matches(to, other, true, depth - 1);
      case BtfType.Array array ->
          theirs instanceof BtfType.Array other
              && array.count() == other.count()
              && matches(array.elementType(), other.elementType(), behindPointer, depth - 1);
      case BtfType.FuncProto function ->
          theirs instanceof BtfType.FuncProto other && function(function, other, depth);
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

  private static boolean isSigned(BtfType.Int number) {
    return number.encoding() == BtfType.Encoding.SIGNED;
  }

  private boolean forward(BtfType.Forward mine, BtfType theirs, boolean behindPointer) {
    if (theirs instanceof BtfType.Forward other) {
      return other.union() == mine.union();
    }
    return behindPointer
        && (mine.union() ? theirs instanceof BtfType.Union : theirs instanceof BtfType.Struct);
  }

  private boolean composite(
      BtfType mine, int left, BtfType theirs, int right, boolean behindPointer, int depth)
      throws CoreFailure {
    boolean sameKind = local.kind(left) == target.kind(right);
    if (behindPointer) {
      boolean isUnion = local.kind(left) == BtfKind.UNION;
      return sameKind || theirs instanceof BtfType.Forward other && other.union() == isUnion;
    }
    List<BtfType.Member> members = Access.members(mine);
    List<BtfType.Member> others = Access.members(theirs);
    if (!sameKind || members.size() > others.size()) {
      return false;
    }
    for (BtfType.Member member : members) {
      boolean found = false;
      for (BtfType.Member other : others) {
        steps++;
        found |=
            other.name().equals(member.name())
                && matches(member.type(), other.type(), false, depth - 1);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private boolean function(BtfType.FuncProto mine, BtfType.FuncProto theirs, int depth)
      throws CoreFailure {
    if (mine.params().size() != theirs.params().size()) {
      return false;
    }
    for (int i = 0; i < mine.params().size(); i++) {
      int type = mine.params().get(i).type();
      if (!matches(type, theirs.params().get(i).type(), false, depth - 1)) {
        return false;
      }
    }
    return matches(mine.returnType(), theirs.returnType(), false, depth - 1);
  }

  private static Set<String> names(BtfType.EnumType type) {
    return type.values().stream()
        .map(value -> Btf.withoutFlavour(value.name()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String essentialName(BtfType type) {
    return switch (type) {
      case BtfType.Int number -> Btf.withoutFlavour(number.name());
      case BtfType.Struct struct -> Btf.withoutFlavour(struct.name());
      case BtfType.Union union -> Btf.withoutFlavour(union.name());
      case BtfType.EnumType values -> Btf.withoutFlavour(values.name());
      case BtfType.Forward forward -> Btf.withoutFlavour(forward.name());
      case BtfType.VoidType _,
          BtfType.Ptr _,
          BtfType.Array _,
          BtfType.FuncProto _,
          BtfType.FloatType _,
          BtfType.Typedef _,
          BtfType.Volatile _,
          BtfType.Const _,
          BtfType.Restrict _,
          BtfType.TypeTag _,
          BtfType.DeclTag _,
          BtfType.Func _,
          BtfType.Var _,
          BtfType.DataSec _ ->
          "";
    };
  }
}
