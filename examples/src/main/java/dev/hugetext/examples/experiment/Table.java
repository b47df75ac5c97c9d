package dev.hugetext.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows for people: a line that groups columns, one of titles, one for each row. */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> lines = new ArrayList<>();
  private final int[] widths;

  private Table(List<Column> columns, List<ExperimentRow> rows) {
    this.columns = columns;
    lines.add(columns.stream().map(Column::title).toList());
    for (ExperimentRow row : rows) {
      lines.add(columns.stream().map(column -> column.cell().apply(row)).toList());
    }
    widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    makeRoomForGroups();
  }

  /** The table, each line ended: the first column aligned to the left, the others to the right. */
  static String text(List<Column> columns, List<ExperimentRow> rows) {
    Table table = new Table(columns, rows);
    return table.groups()
        + table.lines.stream().map(table::aligned).collect(Collectors.joining("\n", "", "\n"));
  }

  /** The column after the last one of a group that begins at {@code first}. */
  private int endOfGroup(int first) {
    String group = columns.get(first).group();
    int end = first + 1;
    while (end < columns.size() && columns.get(end).group().equals(group)) {
      end++;
    }
    return end;
  }

  private int widthOf(int first, int end) {
    int width = GAP.length() * (end - first - 1);
    for (int i = first; i < end; i++) {
      width += widths[i];
    }
    return width;
  }

  private void makeRoomForGroups() {
    for (int first = 0; first < widths.length; first = endOfGroup(first)) {
      int missing = columns.get(first).group().length() - widthOf(first, endOfGroup(first));
      widths[first] += Math.max(missing, 0);
    }
  }

  private String groups() {
    StringBuilder text = new StringBuilder();
    for (int first = 0; first < widths.length; first = endOfGroup(first)) {
      String group = columns.get(first).group();
      text.append(first == 0 ? "" : GAP).append(padded(group, widthOf(first, endOfGroup(first))));
    }
    return text.toString().stripTrailing() + "\n";
  }

  private String aligned(List<String> line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      String cell = line.get(i);
      String spaces = " ".repeat(widths[i] - cell.length());
      text.append(i == 0 ? cell + spaces : GAP + spaces + cell);
    }
    return text.toString();
  }

  /** In the middle of dashes, so that one sees how far it reaches. */
  private static String padded(String group, int width) {
    if (group.isEmpty()) {
      return " ".repeat(width);
    }
    int left = (width - group.length()) / 2;
    String dashes = "-".repeat(width);
    return dashes.substring(0, left) + group + dashes.substring(left + group.length());
  }
}
