package dev.hugetext.bpf.btf;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Types as {@code bpftool btf dump format raw} prints them, to compare with it. */
final class RawDump {
  private final Btf btf;

  RawDump(Btf btf) {
    this.btf = btf;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    for (int id = 1; id < btf.types().size(); id++) {
      BtfType type = btf.type(id);
      out.append(
          "[%d] %s %s%s\n"
              .formatted(id, BtfNames.kind(type), quoted(BtfNames.name(type)), rest(type)));
    }
    return out.toString();
  }

  private static String quoted(String name) {
    return "'%s'".formatted(name.isEmpty() ? "(anon)" : name);
  }

  private String rest(BtfType type) {
    return switch (type) {
      case BtfType.VoidType t -> "";
      case BtfType.Int t ->
          " size=%d bits_offset=%d nr_bits=%d encoding=%s"
              .formatted(
                  t.size(),
                  t.bitOffset(),
                  t.bits(),
                  t.encoding() == BtfType.Encoding.UNSIGNED ? "(none)" : t.encoding());
      case BtfType.Ptr(int to) -> " type_id=" + to;
      case BtfType.Array(int element, int index, int count) ->
          " type_id=%d index_type_id=%d nr_elems=%s"
              .formatted(element, index, Integer.toUnsignedString(count));
      case BtfType.Struct t -> members(t.size(), t.members());
      case BtfType.Union t -> members(t.size(), t.members());
      case BtfType.EnumType t -> values(t);
      case BtfType.Forward t -> " fwd_kind=" + (t.union() ? "union" : "struct");
      case BtfType.Typedef t -> " type_id=" + t.type();
      case BtfType.Volatile t -> " type_id=" + t.type();
      case BtfType.Const t -> " type_id=" + t.type();
      case BtfType.Restrict t -> " type_id=" + t.type();
      case BtfType.Func t -> " type_id=%d linkage=%s".formatted(t.type(), text(t.linkage()));
      case BtfType.FuncProto t ->
          " ret_type_id=%d vlen=%d".formatted(t.returnType(), t.params().size())
              + each(t.params(), p -> "%s type_id=%d".formatted(quoted(p.name()), p.type()));
      case BtfType.Var t -> " type_id=%d, linkage=%s".formatted(t.type(), text(t.linkage()));
      case BtfType.DataSec t ->
          " size=%s vlen=%d".formatted(Integer.toUnsignedString(t.size()), t.entries().size())
              + each(t.entries(), this::entry);
      case BtfType.FloatType t -> " size=" + t.size();
      case BtfType.DeclTag t -> " type_id=%d component_idx=%d".formatted(t.type(), t.component());
      case BtfType.TypeTag t -> " type_id=" + t.type();
    };
  }

  private static String text(BtfType.Linkage linkage) {
    return linkage.name().toLowerCase(Locale.ROOT);
  }

  private static String members(int size, List<BtfType.Member> members) {
    return " size=%s vlen=%d".formatted(Integer.toUnsignedString(size), members.size())
        + each(
            members,
            m ->
                "%s type_id=%d bits_offset=%d%s"
                    .formatted(
                        quoted(m.name()),
                        m.type(),
                        m.bitOffset(),
                        m.bitfieldSize() == 0 ? "" : " bitfield_size=" + m.bitfieldSize()));
  }

  private static String values(BtfType.EnumType type) {
    String suffix = type.kind() == BtfKind.ENUM ? "" : type.signed() ? "LL" : "ULL";
    return " encoding=%s size=%d vlen=%d"
            .formatted(type.signed() ? "SIGNED" : "UNSIGNED", type.size(), type.values().size())
        + each(
            type.values(),
            v ->
                "%s val=%s%s"
                    .formatted(
                        quoted(v.name()),
                        type.signed() ? Long.toString(v.value()) : Long.toUnsignedString(v.value()),
                        suffix));
  }

  private String entry(BtfType.DataSecEntry entry) {
    BtfType type = btf.type(entry.type());
    return "type_id=%d offset=%d size=%d (%s %s)"
        .formatted(
            entry.type(),
            entry.offset(),
            entry.size(),
            BtfNames.kind(type),
            quoted(BtfNames.name(type)));
  }

  private static <T> String each(List<T> items, Function<T, String> line) {
    return items.stream().map(item -> "\n\t" + line.apply(item)).collect(Collectors.joining());
  }
}
