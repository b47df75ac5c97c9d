package dev.hugetext.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of an experiment's table.
 *
 * @param group what it and its neighbours are about, with their unit; empty for none
 * @param title what stands above its cells
 * @param cell what stands in it for a row
 */
record Column(String group, String title, Function<ExperimentRow, String> cell) {
  private static final double KIB = 1024;
  private static final double NANOS_A_MILLI = 1e6;

  /** A figure of the row as it is. */
  static Column figure(String group, String title, String figure) {
    return new Column(group, title, row -> Long.toString(row.number(figure)));
  }

  /** Bytes of the row in KiB. */
  static Column kib(String group, String title, String figure) {
    return new Column(group, title, row -> "%.1f".formatted(row.number(figure) / KIB));
  }

  /** Which kernel the row is of; columns of the experiment's own follow. */
  static List<Column> of(List<Column> own) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("", "policy", row -> row.configuration().policy().text()));
    columns.add(new Column("", "tail", row -> orDash(row.configuration().textTail())));
    columns.add(
        new Column("", "Linux", row -> row.configuration().setup().text().version().text()));
    columns.addAll(own);
    return List.copyOf(columns);
  }

  /** Modelled time of all flushes: what CPUs waited that asked, what interrupted ones lost. */
  static List<Column> shootdowns() {
    String group = "modelled, ms";
    return List.of(
        new Column(group, "waited", row -> millis(row.shootdowns().waited())),
        new Column(group, "stolen", row -> millis(row.shootdowns().stolen())));
  }

  private static String millis(double nanos) {
    return "%.2f".formatted(nanos / NANOS_A_MILLI);
  }

  /** The share of the data walk's cycles in which a page walk was active. */
  static Column walkShare() {
    return new Column("data walk", "walk %", row -> walkShare(row));
  }

  private static String walkShare(ExperimentRow row) {
    String least = "%.2f".formatted(100 * row.leastWalkShare());
    String greatest = "%.2f".formatted(100 * row.greatestWalkShare());
    return least.equals(greatest) ? least : least + "-" + greatest;
  }

  /** What is not there is a dash. */
  static String orDash(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
