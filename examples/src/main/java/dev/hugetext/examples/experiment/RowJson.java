package dev.hugetext.examples.experiment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows for scripts: an object for each row, and for each replacement policy of its data walk. */
final class RowJson {
  private RowJson() {}

  /**
   * Makes sure that rows can be written into a file before it is known what they are.
   *
   * @throws IOException if not
   */
  static void requireWritable(Path file) throws IOException {
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
  }

  /**
   * Writes one object a line into a file.
   *
   * @throws FileSystemException with its name, whatever goes wrong
   */
  static void writeLines(List<ExperimentRow> rows, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(writer)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      writeObjects(rows, json);
      json.writeRaw('\n');
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException unnamed) {
      throw new FileSystemException(file.toString(), null, unnamed.getMessage());
    }
  }

  /** Writes all of them as one array. */
  static void writeArray(List<ExperimentRow> rows, JsonGenerator json) throws IOException {
    json.writeStartArray();
    writeObjects(rows, json);
    json.writeEndArray();
  }

  private static void writeObjects(List<ExperimentRow> rows, JsonGenerator json)
      throws IOException {
    for (ExperimentRow row : rows) {
      for (DataWalk.Cost walk : row.walks()) {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> value : row.values(walk).entrySet()) {
          write(json, value.getKey(), value.getValue());
        }
        json.writeEndObject();
      }
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    switch (value) {
      case null -> json.writeNullField(name);
      case Number number -> json.writeNumberField(name, number.longValue());
      default -> json.writeStringField(name, value.toString());
    }
  }
}
