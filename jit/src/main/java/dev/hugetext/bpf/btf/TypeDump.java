package dev.hugetext.bpf.btf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A type as {@code bpftool btf dump} shows it: what its text and its JSON are made of.
 *
 * @param name {@code (anon)} where there is none
 * @param fields numbers ({@link Integer}, {@link Long}) and words ({@link String}) by key, in order
 * @param itemsKey what the members, values, parameters or variables are called; empty where the
 *     kind has none
 * @param items their fields; some begin with a name
 */
public record TypeDump(
    int id,
    BtfKind kind,
    String name,
    Map<String, Object> fields,
    String itemsKey,
    List<Map<String, Object>> items) {
  private static final String NO_NAME = "(anon)";
  private static final String NAME = "name";
  private static final String TYPE = "type_id";
  private static final String SIZE = "size";

  /** Type {@code id} of {@code btf}, which is not {@code void}. */
  public static TypeDump of(Btf btf, int id) {
    BtfType type = btf.type(id);
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Map<String, Object>> items = new ArrayList<>();
    String itemsKey = describe(type, fields, items);
    if (!itemsKey.isEmpty()) {
      fields.put("vlen", items.size());
    }
    return new TypeDump(id, BtfKind.ofType(type), named(type.name()), fields, itemsKey, items);
  }

  /** Fills in what {@code type} has and says what its items are called. */
  private static String describe(
      BtfType type, Map<String, Object> fields, List<Map<String, Object>> items) {
    switch (type) {
      case BtfType.VoidType t -> throw new IllegalArgumentException("void is not in a file");
      case BtfType.Int t -> {
        boolean plain = t.encoding() == BtfType.Encoding.UNSIGNED;
        fields.put(SIZE, Integer.toUnsignedLong(t.size()));
        fields.put("bits_offset", t.bitOffset());
        fields.put("nr_bits", t.bits());
        fields.put("encoding", plain ? "(none)" : t.encoding().name());
      }
      case BtfType.Ptr t -> fields.put(TYPE, t.type());
      case BtfType.Array t -> {
        fields.put(TYPE, t.elementType());
        fields.put("index_type_id", t.indexType());
        fields.put("nr_elems", Integer.toUnsignedLong(t.count()));
      }
      case BtfType.Struct t -> {
        return composite(t.size(), t.members(), fields, items);
      }
      case BtfType.Union t -> {
        return composite(t.size(), t.members(), fields, items);
      }
      case BtfType.EnumType t -> {
        return enumeration(t, fields, items);
      }
      case BtfType.Forward t -> fields.put("fwd_kind", t.union() ? "union" : "struct");
      case BtfType.Typedef t -> fields.put(TYPE, t.type());
      case BtfType.Volatile t -> fields.put(TYPE, t.type());
      case BtfType.Const t -> fields.put(TYPE, t.type());
      case BtfType.Restrict t -> fields.put(TYPE, t.type());
      case BtfType.TypeTag t -> fields.put(TYPE, t.type());
      case BtfType.Func t -> linked(t.type(), t.linkage(), fields);
      case BtfType.Var t -> linked(t.type(), t.linkage(), fields);
      case BtfType.FuncProto t -> {
        fields.put("ret_type_id", t.returnType());
        for (BtfType.Param param : t.params()) {
          items.add(item(NAME, named(param.name()), TYPE, param.type()));
        }
        return "params";
      }
      case BtfType.DataSec t -> {
        fields.put(SIZE, Integer.toUnsignedLong(t.size()));
        for (BtfType.DataSecEntry entry : t.entries()) {
          var variable = item(TYPE, entry.type(), "offset", Integer.toUnsignedLong(entry.offset()));
          variable.put(SIZE, Integer.toUnsignedLong(entry.size()));
          items.add(variable);
        }
        return "vars";
      }
      case BtfType.FloatType t -> fields.put(SIZE, t.size());
      case BtfType.DeclTag t -> {
        fields.put(TYPE, t.type());
        fields.put("component_idx", t.component());
      }
    }
    return "";
  }

  private static String composite(
      int size,
      List<BtfType.Member> members,
      Map<String, Object> fields,
      List<Map<String, Object>> items) {
    fields.put(SIZE, Integer.toUnsignedLong(size));
    for (BtfType.Member member : members) {
      var item = item(NAME, named(member.name()), TYPE, member.type());
      item.put("bits_offset", Integer.toUnsignedLong(member.bitOffset()));
      if (member.bitfieldSize() != 0) {
        item.put("bitfield_size", member.bitfieldSize());
      }
      items.add(item);
    }
    return "members";
  }

  private static String enumeration(
      BtfType.EnumType type, Map<String, Object> fields, List<Map<String, Object>> items) {
    fields.put("encoding", type.signed() ? "SIGNED" : "UNSIGNED");
    fields.put(SIZE, type.size());
    for (BtfType.EnumValue value : type.values()) {
      items.add(item(NAME, named(value.name()), "val", value.value()));
    }
    return "values";
  }

  private static void linked(int type, BtfType.Linkage linkage, Map<String, Object> fields) {
    fields.put(TYPE, type);
    fields.put("linkage", linkage.name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> item(String key, Object value, String next, Object then) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put(key, value);
    item.put(next, then);
    return item;
  }

  private static String named(String name) {
    return name.isEmpty() ? NO_NAME : name;
  }

  /** The lines of bpftool's raw format, without the last line's end. */
  public String text(Btf btf) {
    StringBuilder text = new StringBuilder("[%d] %s '%s'".formatted(id, kind, name));
    String separator = kind == BtfKind.VAR ? ", " : " "; // as it stands there
    String between = " ";
    for (var field : fields.entrySet()) {
      text.append(between).append(field.getKey()).append('=').append(field.getValue());
      between = separator;
    }
    items.forEach(item -> text.append("\n\t").append(text(btf, item)));
    return text.toString();
  }

  private String text(Btf btf, Map<String, Object> item) {
    List<String> words = new ArrayList<>();
    item.forEach((key, value) -> words.add(word(btf, key, value)));
    if (kind == BtfKind.DATASEC) {
      BtfType variable = btf.type((Integer) item.getOrDefault(TYPE, 0));
      words.add("(%s '%s')".formatted(BtfKind.ofType(variable), named(variable.name())));
    }
    return String.join(" ", words);
  }

  private String word(Btf btf, String key, Object value) {
    if (key.equals(NAME)) {
      return "'%s'".formatted(value);
    }
    if (key.equals("val")
        && btf.type(id) instanceof BtfType.EnumType type
        && value instanceof Long n) {
      return "val=" + type.literal(n);
    }
    return key + "=" + value;
  }
}
