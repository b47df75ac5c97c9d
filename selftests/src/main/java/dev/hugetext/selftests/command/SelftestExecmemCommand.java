package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.selftests.execmem.TextSuite;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest execmem}: random operations on all policies, beside a model. */
final class SelftestExecmemCommand implements Command {
  private static final long DEFAULT_OPERATIONS = 200_000;

  @Override
  public String name() {
    return "selftest execmem";
  }

  @Override
  public String summary() {
    return "random operations on every policy for executable memory, checked after each step";
  }

  @Override
  public String synopsis() {
    return "selftest execmem [--operations N] [--seed S] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest execmem", "hugetext selftest execmem --operations 1000000 --seed 7");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            OptionValues.option("operations", "N", "how many; default " + DEFAULT_OPERATIONS))
        .addOption(
            OptionValues.option(
                "seed", "S", "of the first trial; the next has the next; default 1"))
        .addOption(null, "ktap", false, "print the verdict as KTAP");
  }

  @Override
  public int run(CommandLine line, Console console) {
    OptionValues.refuseOperands(line, this);
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    long operations = OptionValues.number(line, "operations", DEFAULT_OPERATIONS, Range.POSITIVE);
    long start = System.nanoTime();
    var verdict =
        TextSuite.run(
            seed,
            operations,
            done -> {
              if (console.terminal()) {
                console.err().print("\roperations: %d of %d".formatted(done, operations));
              }
            });
    if (console.terminal()) {
      console.err().print("\r\033[K");
    }
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 0.001);
    print(verdict, seed, seconds, line.hasOption("ktap"), console);
    return verdict.passed() ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void print(
      TextSuite.Verdict verdict, long seed, double seconds, boolean ktap, Console console) {
    var out = console.out();
    String mark = ktap ? "# " : "";
    if (ktap) {
      out.print("KTAP version 1\n1..1\n");
    }
    if (!verdict.passed()) {
      out.print(mark + verdict.failure() + "\n");
    }
    out.print(mark + "selftest execmem: seed %d\n".formatted(seed));
    out.print(
        mark
            + "  %d operations on %d kernels, all invariants after each, %s in %.1f s, %.0f/s\n"
                .formatted(
                    verdict.operations(),
                    verdict.trials(),
                    verdict.passed() ? "passed" : "FAILED",
                    seconds,
                    verdict.operations() / seconds));
    if (ktap) {
      out.print((verdict.passed() ? "ok" : "not ok") + " 1 every step is as the model says\n");
    }
  }
}
