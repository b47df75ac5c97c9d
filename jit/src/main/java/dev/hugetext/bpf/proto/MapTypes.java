package dev.hugetext.bpf.proto;

import java.util.List;
import java.util.Optional;

/**
 * What BTF says of a map's key and value, as far as the kernel acts on it.
 *
 * @param known whether the map is created with types at all; some map types want that
 * @param fields the fields of a value that the kernel manages, by rising offset
 */
public record MapTypes(boolean known, List<ValueField> fields) {
  /** Nothing. */
  public static final MapTypes NONE = new MapTypes(false, List.of());

  /** Key and value have types, without fields that the kernel manages. */
  public static final MapTypes PLAIN = new MapTypes(true, List.of());

  public MapTypes {
    fields = List.copyOf(fields);
    if (!known && !fields.isEmpty()) {
      throw new IllegalArgumentException("fields " + fields + " of a value without a type");
    }
  }

  /** Key and value have types, and a value has these fields. */
  public static MapTypes of(List<ValueField> fields) {
    return new MapTypes(true, fields);
  }

  /** The first field of this kind. */
  public Optional<ValueField> first(ValueField.Kind kind) {
    return fields.stream().filter(field -> field.kind() == kind).findFirst();
  }
}
