package dev.hugetext.selftests.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * What a suite found, law by law: for people and as KTAP one line each as they come, as JSON one
 * object in the end.
 */
final class Verdicts {
  private final Console console;
  private final PrintStream out;
  private final Style style;
  private final String suite;
  private final long seed;
  private final long start = System.nanoTime();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private enum Style {
    TEXT,
    KTAP,
    JSON
  }

  /** Begins; {@code laws} is how many verdicts will come. */
  Verdicts(Console console, CommandLine line, String suite, int laws, long seed) {
    this.console = console;
    out = console.out();
    this.suite = suite;
    this.seed = seed;
    style = console.wantsJson() ? Style.JSON : SuiteOptions.ktap(line) ? Style.KTAP : Style.TEXT;
    switch (style) {
      case TEXT -> out.print("%s: seed %d\n".formatted(suite, seed));
      case KTAP -> out.print("KTAP version 1\n1..%d\n# seed %d\n".formatted(laws, seed));
      case JSON -> {}
    }
  }

  /** Something to know that is no verdict; each of its lines is printed as one. */
  void note(String text) {
    text.lines().forEach(notes::add);
    if (style != Style.JSON) {
      text.lines().forEach(each -> out.print(mark() + each + "\n"));
    }
  }

  /** One law. */
  void add(Verdict verdict) {
    verdicts.add(verdict);
    switch (style) {
      case TEXT -> printText(verdict);
      case KTAP -> printKtap(verdict);
      case JSON -> {}
    }
    out.flush();
  }

  private String mark() {
    return style == Style.KTAP ? "# " : "  ";
  }

  private void printText(Verdict verdict) {
    String word = verdict.skipped() ? "SKIP" : verdict.holds() ? "ok" : "FAILED";
    out.print("  %-6s  %s: %s\n".formatted(word, verdict.law(), verdict.finding()));
    verdict.failures().forEach(failure -> out.print("          " + inner(failure) + "\n"));
  }

  private static String inner(String failure) {
    return failure.replace("\n", "\n          ");
  }

  private void printKtap(Verdict verdict) {
    if (!verdict.skipped()) {
      out.print("# " + verdict.finding() + "\n");
    }
    verdict.failures().forEach(failure -> out.print("# " + failure.replace("\n", "\n# ") + "\n"));
    String skip = verdict.skipped() ? " # SKIP " + verdict.finding() : "";
    String word = verdict.holds() ? "ok" : "not ok";
    out.print("%s %d %s%s\n".formatted(word, verdicts.size(), verdict.law(), skip));
  }

  /**
   * The last line.
   *
   * @param count how much was done
   * @param unit of what, in the plural
   * @return the command's exit status
   */
  int finish(long count, String unit) throws IOException {
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 0.001);
    boolean passed = verdicts.stream().allMatch(Verdict::holds);
    String rate = "%d %s in %.1f s, %.0f/s".formatted(count, unit, seconds, count / seconds);
    switch (style) {
      case TEXT -> out.print("  %s: %s\n".formatted(passed ? "passed" : "FAILED", rate));
      case KTAP -> out.print("# " + rate + "\n");
      case JSON -> console.printJson(json -> write(json, passed, count, unit, seconds));
    }
    return passed ? ExitStatus.DONE : ExitStatus.NO;
  }

  private void write(JsonGenerator json, boolean passed, long count, String unit, double seconds)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("suite", suite);
    json.writeNumberField("seed", seed);
    json.writeBooleanField("passed", passed);
    json.writeNumberField("count", count);
    json.writeStringField("unit", unit);
    json.writeNumberField("seconds", seconds);
    json.writeArrayFieldStart("laws");
    for (Verdict verdict : verdicts) {
      verdict.writeTo(json);
    }
    json.writeEndArray();
    writeStrings(json, "notes", notes);
    json.writeEndObject();
  }

  static void writeStrings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
