package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the path of a relocation: numbers with colons between, in the object's own types. */
final class AccessReader {
  private static final Pattern PATH = Pattern.compile("[0-9]{1,9}(:[0-9]{1,9})*");

  private final Btf btf;
  private final int root;
  private final List<Access.Step> steps = new ArrayList<>();
  private long bitOffset;

  private AccessReader(Btf btf, int root) {
    this.btf = btf;
    this.root = root;
  }

  /**
   * The access that {@code path} says for a relocation of {@code kind} against type {@code root}.
   */
  static Access read(Btf btf, int root, String path, RelocationKind kind) throws CoreFailure {
    if (!PATH.matcher(path).matches()) {
      throw new CoreFailure("access path '%s'".formatted(path));
    }
    String[] words = path.split(":", -1);
    if (words.length > Access.LONGEST) {
      throw new CoreFailure("access path of %d steps".formatted(words.length));
    }
    int[] numbers = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Integer.parseInt(words[i]);
    }
    return new AccessReader(btf, root).read(numbers, path, kind);
  }

  private Access read(int[] path, String text, RelocationKind kind) throws CoreFailure {
    switch (kind.subject()) {
      case TYPE -> {
        if (path.length != 1 || path[0] != 0) {
          throw new CoreFailure("access path '%s' to a type".formatted(text));
        }
      }
      case ENUM_VALUE -> {
        int id = btf.resolveId(root);
        if (path.length != 1
            || !(btf.type(id) instanceof BtfType.EnumType type)
            || path[0] >= type.values().size()) {
          throw new CoreFailure("access path '%s' to a value".formatted(text));
        }
        steps.add(new Access.Step(id, path[0], type.values().get(path[0]).name()));
      }
      case FIELD -> {
        int at = btf.resolveId(root);
        steps.add(new Access.Step(at, path[0], ""));
        bitOffset = path[0] * Access.bits(btf, at);
        for (int i = 1; i < path.length; i++) {
          at = step(at, path[i]);
        }
      }
    }
    return new Access(btf, root, steps, bitOffset);
  }

  /** Goes on from type {@code at}, and gives the type that it comes to. */
  private int step(int at, int index) throws CoreFailure {
    BtfType type = btf.type(at);
    if (Access.isComposite(type)) {
      List<BtfType.Member> members = Access.members(type);
      if (index >= members.size()) {
        throw new CoreFailure("member %d of %d of type %d".formatted(index, members.size(), at));
      }
      BtfType.Member member = members.get(index);
      bitOffset += Integer.toUnsignedLong(member.bitOffset());
      if (!member.name().isEmpty()) {
        steps.add(new Access.Step(at, index, member.name()));
      }
      return btf.resolveId(member.type());
    }
    if (type instanceof BtfType.Array array) {
      int element = btf.resolveId(array.elementType());
      boolean inside =
          Integer.compareUnsigned(index, array.count()) < 0
              || Access.isFlexible(btf, array, steps.getLast());
      if (inside) {
        steps.add(new Access.Step(element, index, ""));
        bitOffset += index * Access.bits(btf, element);
        return element;
      }
    }
    throw new CoreFailure("access to part %d of type %d".formatted(index, at));
  }
}
