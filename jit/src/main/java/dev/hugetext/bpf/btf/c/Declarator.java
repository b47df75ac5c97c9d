package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.ArrayList;
import java.util.List;

/**
 * Declarations of one name, such as {@code int (*name[3])(char)}. They are built as C has them
 * read: from the name outwards, to the type that stands in front.
 */
final class Declarator {
  private final Btf btf;
  private final CNames names;
  private final Definition definition;
  private final Effort effort;

  Declarator(Btf btf, CNames names, Definition definition, Effort effort) {
    this.btf = btf;
    this.names = names;
    this.definition = definition;
    this.effort = effort;
  }

  /**
   * A declaration without its semicolon.
   *
   * @param name empty for a parameter without one
   * @param level tabs before the last line of definitions inside
   */
  String of(int id, String name, int level) throws UndeclarableException {
    effort.enter(id);
    NamePart part = new NamePart(name);
    List<String> qualifiers = new ArrayList<>(); // of the type that comes next, its nearest first
    int at = id;
    int next = around(part, qualifiers, at, level);
    while (next >= 0) {
      effort.step(at);
      at = next;
      next = around(part, qualifiers, at, level);
    }
    String declaration = words(qualifiers) + front(at, level) + part.behindWord();
    effort.wrote(id, declaration.length());
    effort.leave();
    return declaration;
  }

  private static String words(List<String> qualifiers) {
    StringBuilder words = new StringBuilder();
    qualifiers.forEach(word -> words.append(word).append(' '));
    return words.toString();
  }

  /**
   * Puts around the name what the type {@code id} does to it.
   *
   * @return the type that is left, or -1 if {@code id} is one that stands in front
   */
  private int around(NamePart part, List<String> qualifiers, int id, int level)
      throws UndeclarableException {
    return switch (btf.type(id)) {
      case BtfType.Const type -> qualified(qualifiers, "const", type.type());
      case BtfType.Volatile type -> qualified(qualifiers, "volatile", type.type());
      case BtfType.Restrict type -> qualified(qualifiers, "restrict", type.type());
      case BtfType.Ptr type -> {
        part.pointer(qualifiers);
        qualifiers.clear();
        yield type.type();
      }
      case BtfType.Array type -> {
        part.array(type.count());
        qualifiers.clear(); // gcc repeats those of the elements
        yield type.elementType();
      }
      case BtfType.FuncProto type -> {
        part.function(params(type, level));
        qualifiers.clear(); // gcc has volatile functions that do not return
        yield type.returnType();
      }
      case BtfType.TypeTag type -> {
        part.tag(tag(type, qualifiers));
        yield type.type();
      }
      case BtfType.VoidType type -> -1;
      case BtfType.Int type -> -1;
      case BtfType.FloatType type -> -1;
      case BtfType.Struct type -> -1;
      case BtfType.Union type -> -1;
      case BtfType.EnumType type -> -1;
      case BtfType.Forward type -> -1;
      case BtfType.Typedef type -> -1;
      case BtfType.Func type -> -1;
      case BtfType.Var type -> -1;
      case BtfType.DataSec type -> -1;
      case BtfType.DeclTag type -> -1;
    };
  }

  private static int qualified(List<String> qualifiers, String word, int type) {
    qualifiers.addFirst(word);
    return type;
  }

  /** Qualifiers of a tagged pointer stand at the tag, those of others in front of all. */
  private String tag(BtfType.TypeTag type, List<String> qualifiers) {
    String tag = " __attribute__((btf_type_tag(\"%s\")))".formatted(type.name());
    BtfType tagged = btf.type(type.type());
    if (tagged instanceof BtfType.Ptr || tagged instanceof BtfType.TypeTag) {
      tag = words(qualifiers) + tag;
      qualifiers.clear();
    }
    return tag;
  }

  private String params(BtfType.FuncProto type, int level) throws UndeclarableException {
    List<BtfType.Param> params = type.params();
    if (params.isEmpty() || params.size() == 1 && params.getFirst().type() == 0) {
      return "(void)";
    }
    List<String> texts = new ArrayList<>();
    for (BtfType.Param param : params) {
      boolean isLast = texts.size() == params.size() - 1;
      texts.add(isLast && param.type() == 0 ? "..." : of(param.type(), param.name(), level));
    }
    return "(" + String.join(", ", texts) + ")";
  }

  /** What stands in front; a struct, union or enumeration without a name is defined there. */
  private String front(int id, int level) throws UndeclarableException {
    return switch (btf.type(id)) {
      case BtfType.VoidType type -> "void";
      case BtfType.Int type -> type.name();
      case BtfType.FloatType type -> type.name();
      case BtfType.Struct type when type.name().isEmpty() -> definition.of(id, type, level);
      case BtfType.Union type when type.name().isEmpty() -> definition.of(id, type, level);
      case BtfType.EnumType type when type.name().isEmpty() -> definition.of(id, type, level);
      case BtfType.Struct type -> definition.tag("struct", id);
      case BtfType.Union type -> definition.tag("union", id);
      case BtfType.EnumType type -> definition.tag("enum", id);
      case BtfType.Forward type -> definition.tag(type.union() ? "union" : "struct", id);
      case BtfType.Typedef type -> names.of(id);
      case BtfType.Func type -> throw noValue(id);
      case BtfType.Var type -> throw noValue(id);
      case BtfType.DataSec type -> throw noValue(id);
      case BtfType.DeclTag type -> throw noValue(id);
      case BtfType.Ptr type -> throw notInFront(type);
      case BtfType.Array type -> throw notInFront(type);
      case BtfType.FuncProto type -> throw notInFront(type);
      case BtfType.Const type -> throw notInFront(type);
      case BtfType.Volatile type -> throw notInFront(type);
      case BtfType.Restrict type -> throw notInFront(type);
      case BtfType.TypeTag type -> throw notInFront(type);
    };
  }

  private static UndeclarableException noValue(int id) {
    return new UndeclarableException(id, "is used as the type of a value, but has none");
  }

  private static IllegalStateException notInFront(BtfType type) {
    return new IllegalStateException("goes around a name: " + type);
  }
}
