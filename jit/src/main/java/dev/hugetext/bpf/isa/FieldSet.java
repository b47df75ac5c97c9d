package dev.hugetext.bpf.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Some of the four fields, e.g. those that an instruction must leave zero. */
record FieldSet(List<Field> fields) {
  FieldSet {
    fields = List.copyOf(fields);
  }

  /** From names separated by blanks; empty for none. */
  static FieldSet parse(String names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      if (!name.isEmpty()) {
        fields.add(Field.valueOf(name.toUpperCase(Locale.ROOT)));
      }
    }
    return new FieldSet(fields);
  }

  boolean allZero(RawInsn insn) {
    for (Field field : fields) {
      if (field.of(insn) != 0) {
        return false;
      }
    }
    return true;
  }

  String text() {
    return fields.stream().map(Field::text).collect(Collectors.joining(" "));
  }
}
