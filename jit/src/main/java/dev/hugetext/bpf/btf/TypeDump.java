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
  private static final String NO_ITEMS = "";
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
    return switch (type) {
      case BtfType.VoidType t -> throw new IllegalArgumentException("void is not in a file");
      case BtfType.Int t -> integer(t, fields);
      case BtfType.Ptr t -> only(TYPE, t.type(), fields);
      case BtfType.Array t -> array(t, fields);
      case BtfType.Struct t -> composite(t.size(), t.members(), fields, items);
      case BtfType.Union t -> composite(t.size(), t.members(), fields, items);
      case BtfType.EnumType t -> enumeration(t, fields, items);
      case BtfType.Forward t -> only("fwd_kind", t.union() ? "union" : "struct", fields);
      case BtfType.Typedef t -> only(TYPE, t.type(), fields);
      case BtfType.Volatile t -> only(TYPE, t.type(), fields);
      case BtfType.Const t -> only(TYPE, t.type(), fields);
      case BtfType.Restrict t -> only(TYPE, t.type(), fields);
      case BtfType.TypeTag t -> only(TYPE, t.type(), fields);
      case BtfType.Func t -> linked(t.type(), t.linkage(), fields);
      case BtfType.Var t -> linked(t.type(), t.linkage(), fields);
      case BtfType.FuncProto t -> prototype(t, fields, items);
      case BtfType.DataSec t -> section(t, fields, items);
      case BtfType.FloatType t -> only(SIZE, t.size(), fields);
      case BtfType.DeclTag t -> {
        fields.put(TYPE, t.type());
        yield only("component_idx", t.component(), fields);
      }
    };
  }

  private static String only(String key, Object value, Map<String, Object> fields) {
    fields.put(key, value);
    return NO_ITEMS;
  }

  private static String integer(BtfType.Int type, Map<String, Object> fields) {
    boolean plain = type.encoding() == BtfType.Encoding.UNSIGNED;
    fields.put(SIZE, Integer.toUnsignedLong(type.size()));
    fields.put("bits_offset", type.bitOffset());
    fields.put("nr_bits", type.bits());
    fields.put("encoding", plain ? "(none)" : type.encoding().name());
    return NO_ITEMS;
  }

  private static String array(BtfType.Array type, Map<String, Object> fields) {
    fields.put(TYPE, type.elementType());
    fields.put("index_type_id", type.indexType());
    fields.put("nr_elems", Integer.toUnsignedLong(type.count()));
    return NO_ITEMS;
  }

  private static String prototype(
      BtfType.FuncProto type, Map<String, Object> fields, List<Map<String, Object>> items) {
    fields.put("ret_type_id", type.returnType());
    for (BtfType.Param param : type.params()) {
      items.add(item(NAME, named(param.name()), TYPE, param.type()));
    }
    return "params";
  }

  private static String section(
      BtfType.DataSec type, Map<String, Object> fields, List<Map<String, Object>> items) {
    fields.put(SIZE, Integer.toUnsignedLong(type.size()));
    for (BtfType.DataSecEntry entry : type.entries()) {
      var variable = item(TYPE, entry.type(), "offset", Integer.toUnsignedLong(entry.offset()));
      variable.put(SIZE, Integer.toUnsignedLong(entry.size()));
      items.add(variable);
    }
    return "vars";
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

  private static String linked(int type, BtfType.Linkage linkage, Map<String, Object> fields) {
    fields.put(TYPE, type);
    return only("linkage", linkage.name().toLowerCase(Locale.ROOT), fields);
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
