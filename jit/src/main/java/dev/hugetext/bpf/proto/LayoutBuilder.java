package dev.hugetext.bpf.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads like the tables of the documentation: name, offset, size, widths read and written. */
final class LayoutBuilder {
  private final String struct;
  private final List<ContextField> fields = new ArrayList<>();

  LayoutBuilder(String struct) {
    this.struct = struct;
  }

  /** A scalar field that is only read. */
  LayoutBuilder read(String name, int offset, int size, String widths, FieldAccess access) {
    return field(name, offset, size, widths, "", LoadedKind.SCALAR, access);
  }

  /** A scalar field that is read and written. */
  LayoutBuilder readWrite(
      String name, int offset, int size, String reads, String writes, FieldAccess access) {
    return field(name, offset, size, reads, writes, LoadedKind.SCALAR, access);
  }

  /** A field whose load gives a pointer. */
  LayoutBuilder pointer(String name, int offset, int size, LoadedKind loads, FieldAccess access) {
    return field(name, offset, size, Integer.toString(size), "", loads, access);
  }

  ContextLayout build() {
    return new ContextLayout(struct, fields);
  }

  private LayoutBuilder field(
      String name,
      int offset,
      int size,
      String reads,
      String writes,
      LoadedKind loads,
      FieldAccess access) {
    fields.add(
        new ContextField(
            name,
            offset,
            size,
            FieldTable.widths(reads),
            FieldTable.widths(writes),
            loads,
            Optional.of(access)));
    return this;
  }
}
