package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.loader.link.OpenOptions;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.selftests.elf.CorpusReport;
import dev.hugetext.selftests.elf.MutationTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code selftest elf}: damaged objects, and all objects of some folders. */
final class SelftestElfCommand implements Command {
  /** Where a checkout has objects of its own. */
  static final List<Path> SAMPLES =
      List.of(Path.of("examples", "bpf"), Path.of("loader", "src", "test", "objects"));

  @Override
  public String name() {
    return "selftest elf";
  }

  @Override
  public String summary() {
    return "open damaged objects, and all objects of some folders: opened, or refused with a reason";
  }

  @Override
  public String synopsis() {
    return "selftest elf [--corpus DIR]... [--operations N] [--seed S] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest elf --operations 20000",
        "hugetext selftest elf --corpus examples/bpf --operations 0");
  }

  @Override
  public Options options() {
    var corpus =
        Option.builder()
            .longOpt("corpus")
            .hasArgs()
            .argName("DIR")
            .desc("open every object below it; may be repeated")
            .get();
    return SuiteOptions.addTo(new Options(), "of the first damaged object; the next has the next")
        .addOption(corpus)
        .addOption(
            OptionValues.option("operations", "N", "how many damaged objects; default 10000"));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = SuiteOptions.seed(line);
    long operations = OptionValues.number(line, "operations", 10_000, SuiteOptions.COUNT);
    String[] given = line.getOptionValues("corpus");
    List<String> folders = given == null ? List.of() : List.of(given);
    var verdicts = new Verdicts(console, line, name(), 1 + folders.size(), seed);
    verdicts.add(mutations(seed, operations, console));
    for (String folder : folders) {
      corpus(Path.of(folder), verdicts);
    }
    return verdicts.finish(operations, "damaged objects");
  }

  private static Verdict mutations(long seed, long operations, Console console) throws IOException {
    String law = "damaged objects open or are refused";
    List<Path> files = CorpusReport.objects(SAMPLES);
    if (files.isEmpty()) {
      return Verdict.skip(law, "no objects in " + SAMPLES);
    }
    MutationTrial trial = new MutationTrial(files);
    try (Progress progress = Progress.of(console, "damaged objects", operations)) {
      for (long i = 0; i < operations; i++) {
        trial.run(seed + i);
        progress.stepTo(i + 1);
      }
    }
    String finding =
        "%d made of %d, %d opened, %d refused; at most %d KiB for one"
            .formatted(
                operations, files.size(), trial.opened(), trial.refused(), trial.mostBytes() >> 10);
    return Verdict.of(law, finding, trial.failures());
  }

  private static void corpus(Path folder, Verdicts verdicts) throws IOException {
    String law = "objects of " + folder;
    if (!Files.isDirectory(folder)) {
      verdicts.add(Verdict.skip(law, folder + " is no folder"));
      return;
    }
    var options = OpenOptions.DEFAULT.withKernel(RunningKernel.withItsTypes());
    CorpusReport report = CorpusReport.of(folder, options);
    verdicts.add(Verdict.of(law, report.summary(), report.failures()));
    report.reasons().forEach(verdicts::note);
  }
}
