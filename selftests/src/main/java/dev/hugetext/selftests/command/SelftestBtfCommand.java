package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.btf.BtfSamples;
import dev.hugetext.selftests.btf.BtfTrial;
import dev.hugetext.selftests.elf.CorpusReport;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest btf}: damaged types. */
final class SelftestBtfCommand implements Command {
  @Override
  public String name() {
    return "selftest btf";
  }

  @Override
  public String summary() {
    return "read damaged type information: taken or refused, and never refused if Linux takes it";
  }

  @Override
  public String synopsis() {
    return "selftest btf [--kernel] [--operations N] [--seed S] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of("hugetext selftest btf", "hugetext selftest btf --kernel --operations 100000");
  }

  @Override
  public Options options() {
    return SuiteOptions.addWithKernel(
            new Options(), "of the first damaged section; the next has the next")
        .addOption(
            OptionValues.option("operations", "N", "how many damaged sections; default 10000"));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = SuiteOptions.seed(line);
    long operations = OptionValues.number(line, "operations", 10_000, SuiteOptions.COUNT);
    if (SuiteOptions.kernelIsMissing(line, console, name())) {
      return ExitStatus.DONE;
    }
    var verdicts = new Verdicts(console, line, name(), 1, seed);
    verdicts.add(damaged(seed, operations, SuiteOptions.kernel(line), console, verdicts));
    return verdicts.finish(operations, "damaged sections");
  }

  private static Verdict damaged(
      long seed, long operations, boolean kernel, Console console, Verdicts verdicts)
      throws IOException {
    String law = "damaged types are read or refused";
    List<byte[]> samples = BtfSamples.of(CorpusReport.objects(SelftestElfCommand.SAMPLES));
    if (samples.isEmpty()) {
      return Verdict.skip(law, "no objects in " + SelftestElfCommand.SAMPLES);
    }
    BtfTrial trial = new BtfTrial(samples, kernel);
    try (Progress progress = Progress.of(console, "damaged types", operations)) {
      for (long i = 0; i < operations; i++) {
        trial.run(seed + i);
        progress.stepTo(i + 1);
      }
    }
    String finding =
        "%d made of %d, %d read, %d refused"
            .formatted(operations, samples.size(), trial.read(), trial.refused());
    if (kernel) {
      finding += "; Linux takes %d".formatted(trial.taken());
      trial
          .onlyHere()
          .forEach((reason, count) ->
              verdicts.note("%d read here and refused by Linux, %s".formatted(count, reason)));
    }
    return Verdict.of(law, finding, trial.failures());
  }
}
