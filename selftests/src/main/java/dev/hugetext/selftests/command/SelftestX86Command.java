package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.selftests.x86.Property;
import dev.hugetext.selftests.x86.X86Suite;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest x86}: decoder, assembler and interpreter on random bytes and instructions. */
final class SelftestX86Command implements Command {
  private static final Range COUNT = new Range(0, Long.MAX_VALUE);
  private static final long DEFAULT_OPERATIONS = 1_000_000;
  private static final long PROGRESS_STEP = 100_000;

  @Override
  public String name() {
    return "selftest x86";
  }

  @Override
  public String summary() {
    return "random bytes through the decoder, round trips, and the host's CPU as oracle";
  }

  @Override
  public String synopsis() {
    return "selftest x86 [--seed S] [--operations N] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest x86", "hugetext selftest x86 --operations 100000000 --seed 7");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(OptionValues.option("seed", "S", "of everything random; default 1"))
        .addOption(
            OptionValues.option(
                "operations",
                "N",
                "byte strings; a tenth as many round trips, a hundredth host trials; default "
                    + DEFAULT_OPERATIONS))
        .addOption(null, "ktap", false, "print the verdict as KTAP");
  }

  @Override
  public int run(CommandLine line, Console console) {
    OptionValues.refuseOperands(line, this);
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    long operations = OptionValues.number(line, "operations", DEFAULT_OPERATIONS, COUNT);
    var suite = new X86Suite(seed);
    long start = System.nanoTime();
    suite.run(operations, (what, done) -> progress(console, what, done));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (console.terminal()) {
      console.err().print("\r\033[K");
    }
    boolean passed = suite.properties().stream().allMatch(Property::held);
    if (line.hasOption("ktap")) {
      printKtap(suite, seed, console);
    } else {
      print(suite, seed, operations, seconds, console);
    }
    return passed ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void progress(Console console, String what, long done) {
    if (console.terminal() && done % PROGRESS_STEP == 0) {
      console.err().print("\r\033[K%s: %d".formatted(what, done));
    }
  }

  private static void printKtap(X86Suite suite, long seed, Console console) {
    var out = console.out();
    out.print("KTAP version 1\n1..%d\n# seed %d\n".formatted(suite.properties().size(), seed));
    int number = 0;
    for (Property property : suite.properties()) {
      number++;
      property.failures().forEach(failure -> out.print("# " + failure + "\n"));
      String skip = property.skipped().isEmpty() ? "" : " # SKIP " + property.skipped();
      out.print(
          "%s %d %s%s\n"
              .formatted(property.held() ? "ok" : "not ok", number, property.name(), skip));
    }
  }

  private static void print(
      X86Suite suite, long seed, long operations, double seconds, Console console) {
    var out = console.out();
    for (Property property : suite.properties()) {
      property.failures().forEach(failure -> out.print(failure + "\n"));
    }
    out.print("selftest x86: seed %d\n".formatted(seed));
    suite.properties().forEach(property -> out.print("  " + property + "\n"));
    out.print(
        "  %d of %d byte strings were instructions\n".formatted(suite.instructions(), operations));
    boolean passed = suite.properties().stream().allMatch(Property::held);
    out.print(
        "  %s in %.1f s, %.0f operations/s\n"
            .formatted(
                passed ? "passed" : "FAILED", seconds, operations / Math.max(seconds, 0.001)));
  }
}
