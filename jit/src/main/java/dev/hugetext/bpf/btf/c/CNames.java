package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names under which types are declared. C has one name space for tags of structs, unions and
 * enumerations, and one for typedefs and enumerators. The second type with a name is {@code
 * name___2} there: behind three underscores a name is a flavour, which relocations ignore.
 */
final class CNames {
  private final Btf btf;
  private final @Nullable String[] chosen;
  private final Map<String, Integer> tags = new HashMap<>();
  private final Map<String, Integer> identifiers = new HashMap<>();

  CNames(Btf btf) {
    this.btf = btf;
    this.chosen = new String[btf.types().size()];
  }

  /** The same each time for one type; empty if it has none. */
  String of(int id) {
    String name = chosen[id];
    if (name == null) {
      name = choose(btf.type(id));
      chosen[id] = name;
    }
    return name;
  }

  private String choose(BtfType type) {
    String name = type.name();
    if (name.isEmpty() || isOnlyDeclared(type)) {
      return name;
    }
    return unique(type instanceof BtfType.Typedef ? identifiers : tags, name);
  }

  /** Such a type is the one that is defined elsewhere. */
  private static boolean isOnlyDeclared(BtfType type) {
    return type instanceof BtfType.Forward
        || type instanceof BtfType.EnumType e && e.values().isEmpty();
  }

  /** A new one each time. */
  String ofEnumerator(String name) {
    return unique(identifiers, name);
  }

  private static String unique(Map<String, Integer> used, String name) {
    int count = used.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "___" + count;
  }
}
