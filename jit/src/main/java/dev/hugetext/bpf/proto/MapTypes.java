package dev.hugetext.bpf.proto;

import java.util.List;
import java.util.Optional;

/**
 * What BTF says of a map's key and value, as far as the kernel acts on it.
 *
 * @param known whether the map is created with types at all; some map types want that
 * @param key number of the key's type in the object's BTF; 0 for none
 * @param value number of the value's type there; 0 for none
 * @param kernelValue number of the kernel's struct that a value is (a map of type {@code
 *     struct_ops}), in the kernel's own BTF; 0 for other types
 * @param fields the fields of a value that the kernel manages, by rising offset
 */
public record MapTypes(
    boolean known, int key, int value, int kernelValue, List<ValueField> fields) {
  /** Nothing. */
  public static final MapTypes NONE = new MapTypes(false, 0, 0, 0, List.of());

  public MapTypes {
    fields = List.copyOf(fields);
    if (!known && (!fields.isEmpty() || key != 0 || value != 0)) {
      throw new IllegalArgumentException(
          "fields %s and numbers %d and %d without types".formatted(fields, key, value));
    }
    if (known && kernelValue != 0) {
      throw new IllegalArgumentException("types of the program and of the kernel");
    }
  }

  /** Key and value have types, whose numbers do not matter, and a value has these fields. */
  public static MapTypes of(List<ValueField> fields) {
    return new MapTypes(true, 0, 0, 0, fields);
  }

  /** Key and value have the types with these numbers, and a value has these fields. */
  public static MapTypes of(int key, int value, List<ValueField> fields) {
    return new MapTypes(true, key, value, 0, fields);
  }

  /** The value is the kernel's struct with this number. */
  public static MapTypes ofKernel(int value) {
    return new MapTypes(false, 0, 0, value, List.of());
  }

  /** The first field of this kind. */
  public Optional<ValueField> first(ValueField.Kind kind) {
    for (ValueField field : fields) {
      if (field.kind() == kind) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}
