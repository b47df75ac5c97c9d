package dev.hugetext.loader.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a command may read and write, and the global flags; tests hand in their own.
 *
 * @param out results; buffered, so a command that answers line by line flushes
 * @param err errors and progress
 * @param in standard input
 * @param json whether results are wanted as JSON
 * @param debug whether stack traces and the debug log are wanted
 * @param terminal whether {@code out} is a terminal: progress is shown only then
 */
public record Console(
    PrintStream out,
    PrintStream err,
    InputStream in,
    JsonMode json,
    boolean debug,
    boolean terminal) {

  /** Plain text, no debug log, no terminal. */
  public Console(PrintStream out, PrintStream err, InputStream in) {
    this(out, err, in, JsonMode.NONE, false, false);
  }

  /** Whether the command should call {@link #printJson} rather than print text. */
  public boolean wantsJson() {
    return json != JsonMode.NONE;
  }

  /** One value and a line's end: over several lines with {@code -p}, on one otherwise. */
  public void printJson(JsonBody body) throws IOException {
    try (var generator = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      if (json == JsonMode.PRETTY) {
        generator.setPrettyPrinter(new BpftoolLayout());
      }
      body.writeTo(generator);
    }
    out.print('\n');
  }

  Console with(GlobalFlags flags) {
    return new Console(out, err, in, flags.json(), flags.debug(), terminal);
  }
}
