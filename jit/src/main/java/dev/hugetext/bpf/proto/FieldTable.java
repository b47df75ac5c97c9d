package dev.hugetext.bpf.proto;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Context fields in the notation of the tables in this package: name, offset, size, widths that
 * read it, widths that write it or {@code -}, and what a load gives. A name may stand more than
 * once, where an array or a narrow access is allowed at some offsets only.
 */
final class FieldTable {
  private static final int COLUMNS = 6;

  private FieldTable() {}

  /** Fields of which it was not measured how accesses to them are rewritten. */
  static ContextLayout layout(String struct, String table) {
    return layout(struct, table, row -> Optional.empty());
  }

  /** Fields that are where the program sees them. */
  static ContextLayout mirrored(String struct, String table) {
    return layout(
        struct, table, row -> Optional.of(new FieldAccess.Mirrored(Integer.parseInt(row[1]))));
  }

  /** Fields that are reached as those of the same name in {@code other}. */
  static ContextLayout likeIn(ContextLayout other, String table) {
    return layout(other.struct(), table, row -> other.field(row[0]).flatMap(ContextField::access));
  }

  private static ContextLayout layout(
      String struct, String table, Function<String[], Optional<FieldAccess>> access) {
    List<ContextField> fields =
        table.lines().map(line -> field(line.strip().split(" +", -1), access)).toList();
    return new ContextLayout(struct, fields);
  }

  private static ContextField field(
      String[] row, Function<String[], Optional<FieldAccess>> access) {
    if (row.length != COLUMNS) {
      throw new IllegalArgumentException("not a field: " + String.join(" ", row));
    }
    return new ContextField(
        row[0],
        Integer.parseInt(row[1]),
        Integer.parseInt(row[2]),
        widths(row[3]),
        widths(row[4]),
        LoadedKind.ofText(row[5]),
        access.apply(row));
  }

  /** {@code "124"} is 1 + 2 + 4; a dash is none. */
  static int widths(String digits) {
    return digits.equals("-") ? 0 : digits.chars().map(digit -> digit - '0').sum();
  }
}
