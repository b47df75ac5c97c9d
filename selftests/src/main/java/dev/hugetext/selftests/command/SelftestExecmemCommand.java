package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.execmem.TextSuite;
import java.io.IOException;
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
    return SuiteOptions.addTo(new Options(), "of the first trial; the next has the next")
        .addOption(
            OptionValues.option("operations", "N", "how many; default " + DEFAULT_OPERATIONS));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = SuiteOptions.seed(line);
    long operations = OptionValues.number(line, "operations", DEFAULT_OPERATIONS, Range.POSITIVE);
    var verdicts = new Verdicts(console, line, name(), 1, seed);
    TextSuite.Verdict found;
    try (Progress progress = Progress.of(console, "operations", operations)) {
      found = TextSuite.run(seed, operations, progress::stepTo);
    }
    verdicts.add(
        Verdict.of(
            "every step is as the model says, and keeps all invariants",
            "%d operations on %d kernels".formatted(found.operations(), found.trials()),
            found.failure().stream().toList()));
    return verdicts.finish(found.operations(), "operations");
  }
}
