package dev.hugetext.bpf.proto;

import java.util.List;
import java.util.Optional;

/**
 * The context of a program type as its programs see it.
 *
 * @param struct name of the UAPI structure, e.g. {@code xdp_md}
 * @param fields what may be accessed, by ascending offset; all other bytes may not
 */
public record ContextLayout(String struct, List<ContextField> fields) {
  public ContextLayout {
    fields = List.copyOf(fields);
  }

  /** The field that a load of {@code width} bytes at {@code offset} reads; empty if refused. */
  public Optional<ContextField> read(int offset, int width) {
    for (ContextField field : fields) {
      if (field.readableAt(offset, width)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The field that a store of {@code width} bytes at {@code offset} writes; empty if refused. */
  public Optional<ContextField> write(int offset, int width) {
    for (ContextField field : fields) {
      if (field.writableAt(offset, width)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The field with this name; empty if programs of this type cannot reach it. */
  public Optional<ContextField> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
