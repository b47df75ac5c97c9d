package dev.hugetext.examples.experiment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows for people, in columns, and for scripts, an object a line. */
final class RowPrinter {
  private static final double NANOS_A_MICRO = 1000;

  private RowPrinter() {}

  /** A column: its title, and the row's figure that stands in it. */
  private record Column(String title, String figure) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("programs", "programs"),
          new Column("4k kB", "direct_map_4k_kb"),
          new Column("2M kB", "direct_map_2m_kb"),
          new Column("1G kB", "direct_map_1g_kb"),
          new Column("l2", "level2_splits"),
          new Column("l3", "level3_splits"),
          new Column("flush all", "flush_all"),
          new Column("range", "flush_range"),
          new Column("ipis", "ipis"),
          new Column("pokes", "text_pokes"),
          new Column("requested", "bytes_requested"),
          new Column("occupied", "bytes_occupied"),
          new Column("backed", "bytes_backed"),
          new Column("x 4k", "exec_mappings_4k"),
          new Column("x 2M", "exec_mappings_2m"),
          new Column("tables", "page_table_pages"));

  /** One line a row, figures aligned to the right. */
  static void printTable(List<ExperimentRow> rows, PrintStream out) {
    List<List<String>> lines = new ArrayList<>();
    List<String> title = new ArrayList<>(List.of("policy", "tail"));
    COLUMNS.forEach(column -> title.add(column.title()));
    title.addAll(List.of("waited us", "stolen us", "walk %"));
    lines.add(title);
    for (ExperimentRow row : rows) {
      List<String> line = new ArrayList<>();
      line.add(row.configuration().policy().text());
      line.add(row.configuration().tailText());
      COLUMNS.forEach(column -> line.add(Long.toString(row.number(column.figure()))));
      line.add("%.0f".formatted(row.shootdowns().waited() / NANOS_A_MICRO));
      line.add("%.0f".formatted(row.shootdowns().stolen() / NANOS_A_MICRO));
      line.add("%.2f".formatted(100 * row.walkShare()));
      lines.add(line);
    }
    printAligned(lines, out);
  }

  private static void printAligned(List<List<String>> lines, PrintStream out) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(lines.getFirst().size(), 0));
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        int pad = widths.get(i) - line.get(i).length();
        String cell = line.get(i);
        text.append(i == 0 ? cell + " ".repeat(pad) : "  " + " ".repeat(pad) + cell);
      }
      out.print(text.append('\n'));
    }
  }

  /** Writes one object a row into a file. */
  static void writeJson(List<ExperimentRow> rows, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write(json(rows));
    }
  }

  /** One object a row, each on a line of its own. */
  static String json(List<ExperimentRow> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      for (ExperimentRow row : rows) {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> value : row.values().entrySet()) {
          write(json, value.getKey(), value.getValue());
        }
        json.writeEndObject();
      }
    }
    return rows.isEmpty() ? "" : text + "\n";
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else if (value instanceof Number number) {
      json.writeNumberField(name, number.longValue());
    } else {
      json.writeStringField(name, value.toString());
    }
  }
}
