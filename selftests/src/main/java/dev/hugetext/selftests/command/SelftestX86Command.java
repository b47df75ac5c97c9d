package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.x86.Property;
import dev.hugetext.selftests.x86.X86Suite;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest x86}: decoder, assembler and interpreter on random bytes and instructions. */
final class SelftestX86Command implements Command {
  private static final Range COUNT = new Range(0, 1L << 60);
  private static final long DEFAULT_OPERATIONS = 1_000_000;

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
    return SuiteOptions.addTo(new Options(), "of everything random")
        .addOption(
            OptionValues.option(
                "operations",
                "N",
                "byte strings; a tenth as many round trips, a hundredth host trials; default "
                    + DEFAULT_OPERATIONS));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = SuiteOptions.seed(line);
    long operations = OptionValues.number(line, "operations", DEFAULT_OPERATIONS, COUNT);
    var suite = new X86Suite(seed);
    var verdicts = new Verdicts(console, line, name(), suite.properties().size(), seed);
    long trials = X86Suite.trials(operations);
    try (Progress progress = Progress.of(console, "trials", trials)) {
      suite.run(operations, progress::stepTo);
    }
    suite.properties().stream().map(SelftestX86Command::verdict).forEach(verdicts::add);
    verdicts.note(
        "%d of %d byte strings were instructions".formatted(suite.instructions(), operations));
    return verdicts.finish(trials, "trials");
  }

  private static Verdict verdict(Property property) {
    return property.skipped().isEmpty()
        ? Verdict.of(property.name(), property.finding(), property.failures())
        : Verdict.skip(property.name(), property.skipped());
  }
}
