package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Console;
import java.io.PrintStream;
import java.util.List;

/** The verdicts of a suite, one a line as they come: for people, or as KTAP. */
final class Verdicts {
  private final PrintStream out;
  private final boolean ktap;
  private int number;
  private int failed;

  Verdicts(Console console, boolean ktap, int count, long seed) {
    out = console.out();
    this.ktap = ktap;
    out.print(
        ktap
            ? "KTAP version 1\n1..%d\n# seed %d\n".formatted(count, seed)
            : "selftest maps: seed %d\n".formatted(seed));
  }

  /** Something to know that is no verdict. */
  void note(String text) {
    out.print((ktap ? "# " : "  ") + text + "\n");
  }

  /** One property: it holds where nothing differs. */
  void add(String what, String figures, List<String> differences) {
    number++;
    differences.forEach(this::note);
    boolean holds = differences.isEmpty();
    failed += holds ? 0 : 1;
    out.print(
        ktap
            ? "%s %d %s # %s\n".formatted(holds ? "ok" : "not ok", number, what, figures)
            : "  %-18s %s  %s\n".formatted(what, holds ? "ok    " : "FAILED", figures));
  }

  /** The last line; whether everything held. */
  boolean finish() {
    if (!ktap) {
      out.print(failed == 0 ? "  passed\n" : "  FAILED: %d of %d\n".formatted(failed, number));
    }
    return failed == 0;
  }
}
