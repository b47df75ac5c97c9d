package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.List;

/**
 * A path through types: from a type to a member of it, a member of that, and so on.
 *
 * @param root number of the type that it begins with
 * @param steps by their order; empty where only the type is meant
 * @param bitOffset bits from the root's start to where the path ends
 */
record Access(Btf btf, int root, List<Step> steps, long bitOffset) {
  /** Longest path, as libbpf has it. */
  static final int LONGEST = 64;

  Access {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param type number of the struct, union or enumeration that has the member, of the array's
   *     element
   * @param index of the member, value or element
   * @param name of the member or value; empty for elements
   */
  record Step(int type, int index, String name) {
    boolean isElement() {
      return name.isEmpty();
    }
  }

  static Access ofType(Btf btf, int root) {
    return new Access(btf, root, List.of(), 0);
  }

  Step last() {
    return steps.getLast();
  }

  /** Members of a struct or union; none of any other type. */
  static List<BtfType.Member> members(BtfType type) {
    if (type instanceof BtfType.Struct struct) {
      return struct.members();
    }
    return type instanceof BtfType.Union union ? union.members() : List.of();
  }

  static boolean isComposite(BtfType type) {
    return type instanceof BtfType.Struct || type instanceof BtfType.Union;
  }

  /** Whether {@code array} is the last member of a struct and has no length of its own. */
  static boolean isFlexible(Btf btf, BtfType.Array array, Step reachedBy) {
    if (reachedBy.isElement() || array.count() > 0) {
      return false;
    }
    BtfType holder = btf.resolve(reachedBy.type());
    return reachedBy.index() == members(holder).size() - 1;
  }

  /** Bits of a type. */
  static long bits(Btf btf, int type) throws CoreFailure {
    var size = btf.size(type);
    if (size.isEmpty()) {
      throw new CoreFailure("type %d has no size".formatted(type));
    }
    return size.getAsLong() * Byte.SIZE;
  }
}
