package dev.hugetext.bpf.proto;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Context fields in the notation of the tables in this package: name, offset, size, widths that
 * read it, widths that write it or {@code -}, and what a load gives. A name may stand more than
 * once, where an array or a narrow access is allowed at some offsets only.
 *
 * <p>A seventh column says where the kernel has the field: {@code 2@16} is 2 bytes at offset 16,
 * {@code 24>2@16} the same behind the pointer at 24, {@code 24?2@16} behind one that may be null.
 * {@code <<16} means that the program sees it so much further left, {@code !64} that it is written
 * with the help of the scratch room at 64.
 */
final class FieldTable {
  private static final int COLUMNS = 6;
  private static final Pattern ACCESS =
      Pattern.compile(
          "(?<pointers>(\\d+[>?])*)(?<width>\\d)@(?<offset>\\d+)(<<(?<bits>\\d+))?(!(?<scratch>\\d+))?");

  private FieldTable() {}

  /** Fields of which it was not measured how accesses to them are rewritten. */
  static ContextLayout layout(String struct, String table) {
    return layout(struct, table, row -> Optional.empty());
  }

  /** Fields of which the seventh column says where the kernel has them, if it is there. */
  static ContextLayout measured(String struct, String table) {
    return layout(
        struct,
        table,
        row -> row.length > COLUMNS ? Optional.of(access(row[COLUMNS])) : Optional.empty());
  }

  private static FieldAccess access(String text) {
    Matcher parts = ACCESS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an access to a field: " + text);
    }
    int width = Integer.parseInt(parts.group("width"));
    int offset = Integer.parseInt(parts.group("offset"));
    String pointers = parts.group("pointers");
    if (pointers.isEmpty()) {
      return new FieldAccess.Plain(width, offset);
    }
    List<Integer> path =
        Pattern.compile("\\d+")
            .matcher(pointers)
            .results()
            .map(found -> Integer.valueOf(found.group()))
            .toList();
    var behind = new FieldAccess.Behind(path, pointers.contains("?"), width, offset);
    if (parts.group("bits") != null) {
      return new FieldAccess.Shifted(behind, Integer.parseInt(parts.group("bits")));
    }
    return parts.group("scratch") == null
        ? behind
        : new FieldAccess.WritableBehind(behind, Integer.parseInt(parts.group("scratch")));
  }

  /** Fields that are where the program sees them. */
  static ContextLayout mirrored(String struct, String table) {
    return layout(
        struct, table, row -> Optional.of(new FieldAccess.Mirrored(Integer.parseInt(row[1]))));
  }

  /** Fields that are reached as those of the same name in {@code other}, or as the row says. */
  static ContextLayout likeIn(ContextLayout other, String table) {
    return layout(
        other.struct(),
        table,
        row ->
            row.length > COLUMNS
                ? Optional.of(access(row[COLUMNS]))
                : other.field(row[0]).flatMap(ContextField::access));
  }

  private static ContextLayout layout(
      String struct, String table, Function<String[], Optional<FieldAccess>> access) {
    List<ContextField> fields =
        table.lines().map(line -> field(line.strip().split(" +", -1), access)).toList();
    return new ContextLayout(struct, fields);
  }

  private static ContextField field(
      String[] row, Function<String[], Optional<FieldAccess>> access) {
    if (row.length < COLUMNS || row.length > COLUMNS + 1) {
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
