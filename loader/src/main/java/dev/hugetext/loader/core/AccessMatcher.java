package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Looks for an access of the object in a type of the kernel. */
final class AccessMatcher {
  /** Structs without a name that are looked through inside of one another. */
  private static final int DEEPEST = 32;

  private final Access local;
  private final Btf target;
  private final List<Access.Step> steps = new ArrayList<>();
  private long bitOffset;

  private AccessMatcher(Access local, Btf target) {
    this.local = local;
    this.target = target;
  }

  /** The same access from type {@code root} of {@code target}; empty if there is none. */
  static Optional<Access> match(Access local, Btf target, int root, RelocationKind kind)
      throws CoreFailure {
    AccessMatcher matcher = new AccessMatcher(local, target);
    boolean found =
        switch (kind.subject()) {
          case TYPE ->
              kind == RelocationKind.TYPE_MATCHES
                  ? TypeMatch.matches(local.btf(), local.root(), target, root)
                  : Compatibility.ofTypes(local.btf(), local.root(), target, root);
          case ENUM_VALUE -> matcher.value(root);
          case FIELD -> matcher.field(root);
        };
    return found
        ? Optional.of(new Access(target, root, matcher.steps, matcher.bitOffset))
        : Optional.empty();
  }

  private boolean value(int root) {
    int id = target.resolveId(root);
    String wanted = Btf.withoutFlavour(local.last().name());
    if (target.type(id) instanceof BtfType.EnumType type) {
      for (int i = 0; i < type.values().size(); i++) {
        String name = type.values().get(i).name();
        if (Btf.withoutFlavour(name).equals(wanted)) {
          steps.add(new Access.Step(id, i, name));
          return true;
        }
      }
    }
    return false;
  }

  private boolean field(int root) throws CoreFailure {
    int at = target.resolveId(root);
    for (int i = 0; i < local.steps().size(); i++) {
      Access.Step step = local.steps().get(i);
      OptionalInt next = step.isElement() ? element(at, step, i == 0) : member(at, step, DEEPEST);
      if (next.isEmpty()) {
        return false;
      }
      at = next.getAsInt();
    }
    return true;
  }

  private OptionalInt element(int at, Access.Step step, boolean isFirst) throws CoreFailure {
    int element = at;
    if (!isFirst) {
      if (!(target.type(at) instanceof BtfType.Array array)) {
        return OptionalInt.empty();
      }
      boolean inside =
          Integer.compareUnsigned(step.index(), array.count()) < 0
              || Access.isFlexible(target, array, steps.getLast());
      if (!inside) {
        return OptionalInt.empty();
      }
      element = target.resolveId(array.elementType());
    }
    steps.add(new Access.Step(element, step.index(), ""));
    if (steps.size() > Access.LONGEST) {
      throw new CoreFailure("access path of more than %d steps".formatted(Access.LONGEST));
    }
    if (step.index() != 0) {
      bitOffset += step.index() * Access.bits(target, element);
    }
    return OptionalInt.of(element);
  }

  /** Looks for the member also in structs and unions without a name, as C does. */
  private OptionalInt member(int at, Access.Step step, int depth) {
    List<BtfType.Member> members = Access.members(target.type(at));
    for (int i = 0; depth > 0 && i < members.size(); i++) {
      BtfType.Member member = members.get(i);
      long before = bitOffset;
      bitOffset += Integer.toUnsignedLong(member.bitOffset());
      if (member.name().isEmpty()) {
        OptionalInt inside = member(target.resolveId(member.type()), step, depth - 1);
        if (inside.isPresent()) {
          return inside;
        }
      } else if (member.name().equals(step.name())) {
        BtfType.Member own = Access.members(local.btf().type(step.type())).get(step.index());
        if (!Compatibility.ofFields(local.btf(), own.type(), target, member.type())) {
          bitOffset = before;
          return OptionalInt.empty();
        }
        steps.add(new Access.Step(at, i, member.name()));
        return OptionalInt.of(target.resolveId(member.type()));
      }
      bitOffset = before;
    }
    return OptionalInt.empty();
  }
}
