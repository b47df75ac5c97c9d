package dev.hugetext.bpf.isa;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tells rows with the same opcode byte apart: a field that must have a value, or nothing.
 *
 * @param field the deciding field, or null where the opcode alone decides
 * @param value its value; 0 where there is no field
 */
record Selector(@Nullable Field field, int value) {
  private static final Selector ANY = new Selector(null, 0);

  /**
   * From the notation of the table: {@code any}, {@code off 8}, {@code src 1}, {@code imm 16}, or
   * {@code code} for the code of the row's atomic operation.
   */
  static Selector parse(String text, Operation operation) {
    if (text.equals("any")) {
      return ANY;
    }
    if (text.equals("code") && operation instanceof AtomicOp op) {
      return new Selector(Field.IMM, op.code());
    }
    String[] parts = text.split(" ", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not a selector: '%s'".formatted(text));
    }
    return new Selector(
        Field.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[1]));
  }

  boolean matches(RawInsn insn) {
    return field == null || field.of(insn) == value;
  }

  boolean overlaps(Selector other) {
    return field == null || other.field == null || field != other.field || value == other.value;
  }

  RawInsn applyTo(RawInsn insn) {
    return switch (field) {
      case null -> insn;
      case DST -> insn.withDst(value);
      case SRC -> insn.withSrc(value);
      case OFF -> insn.withOff((short) value);
      case IMM -> insn.withImm(value);
    };
  }

  String text() {
    return field == null ? "" : "%s=%s".formatted(field.text(), value);
  }
}
