package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.List;

/** Definitions of structs, unions and enumerations, and their names where they are only used. */
final class Definition {
  private static final String PACKED = " __attribute__((packed))";

  private final Btf btf;
  private final CNames names;
  private final Effort effort;
  private final Alignment alignment;
  private final Declarator declarator;

  Definition(Btf btf, CNames names, Effort effort) {
    this.btf = btf;
    this.names = names;
    this.effort = effort;
    this.alignment = new Alignment(btf, effort);
    this.declarator = new Declarator(btf, names, this, effort);
  }

  Declarator declarator() {
    return declarator;
  }

  /** {@code keyword name}, or {@code keyword} where there is no name. */
  String tag(String keyword, int id) {
    String name = names.of(id);
    return name.isEmpty() ? keyword : keyword + " " + name;
  }

  /** {@code struct name { … }}; the inner lines are {@code level + 1} tabs in. */
  String of(int id, BtfType.Struct type, int level) throws UndeclarableException {
    StringBuilder out = new StringBuilder(tag("struct", id)).append(" {");
    boolean packed = alignment.isPacked(type.size(), type.members());
    String lineStart = lineStart(level + 1);
    long end = members(out, type.members(), packed, lineStart, level);
    int align = packed ? 1 : alignment.of(id);
    new Gap(end, bits(type.size()), align, false).fill(out, lineStart, id, effort);
    close(out, type.members(), type.size(), level);
    return packed ? out.append(PACKED).toString() : out.toString();
  }

  /** {@code union name { … }}. */
  String of(int id, BtfType.Union type, int level) throws UndeclarableException {
    StringBuilder out = new StringBuilder(tag("union", id)).append(" {");
    members(out, type.members(), false, lineStart(level + 1), level);
    close(out, type.members(), type.size(), level);
    return out.toString();
  }

  private static void close(StringBuilder out, List<BtfType.Member> members, int size, int level) {
    out.append(members.isEmpty() && size == 0 ? "" : lineStart(level)).append('}');
  }

  private static long bits(int bytes) {
    return Integer.toUnsignedLong(bytes) * Byte.SIZE;
  }

  private static String lineStart(int level) {
    return "\n" + "\t".repeat(level);
  }

  /** Adds members and what is between them; gives the first bit behind the last. */
  private long members(
      StringBuilder out, List<BtfType.Member> members, boolean packed, String lineStart, int level)
      throws UndeclarableException {
    long end = 0;
    boolean afterBitField = false;
    for (BtfType.Member member : members) {
      boolean isBitField = member.bitfieldSize() != 0;
      long start = Integer.toUnsignedLong(member.bitOffset());
      int align = packed ? 1 : alignment.of(member.type());
      new Gap(end, start, align, afterBitField && isBitField)
          .fill(out, lineStart, member.type(), effort);
      out.append(lineStart).append(declarator.of(member.type(), member.name(), level + 1));
      if (isBitField) {
        out.append(": ").append(member.bitfieldSize());
        end = start + member.bitfieldSize();
      } else {
        end = start + btf.size(member.type()).orElse(0) * Byte.SIZE;
      }
      out.append(';');
      afterBitField = isBitField;
    }
    return end;
  }

  /** {@code enum name { … }}; without values it is declared only. */
  String of(int id, BtfType.EnumType type, int level) throws UndeclarableException {
    StringBuilder out = new StringBuilder(tag("enum", id));
    if (type.values().isEmpty()) {
      return out.toString();
    }
    out.append(" {");
    String lineStart = lineStart(level + 1);
    for (BtfType.EnumValue value : type.values()) {
      String name = names.ofEnumerator(value.name());
      effort.wrote(id, lineStart.length() + name.length());
      out.append(lineStart)
          .append(name)
          .append(" = ")
          .append(type.literal(value.value()))
          .append(',');
    }
    return out.append(lineStart(level)).append('}').toString();
  }
}
