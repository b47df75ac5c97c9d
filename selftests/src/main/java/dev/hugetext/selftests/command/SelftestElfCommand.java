package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.link.OpenOptions;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.selftests.elf.CorpusReport;
import dev.hugetext.selftests.elf.MutationTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code selftest elf}: damaged objects, and all objects of some folders. */
final class SelftestElfCommand implements Command {
  /** Where a checkout has objects of its own. */
  private static final List<Path> SAMPLES =
      List.of(Path.of("examples", "bpf"), Path.of("loader", "src", "test", "objects"));

  private static final Range COUNT = new Range(0, Integer.MAX_VALUE);
  private static final int PROGRESS_STEP = 1000;

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
    return new Options()
        .addOption(corpus)
        .addOption(
            OptionValues.option("operations", "N", "how many damaged objects; default 10000"))
        .addOption(
            OptionValues.option("seed", "S", "of the first one; the next has the next; default 1"))
        .addOption(null, "ktap", false, "print the verdict as KTAP");
  }

  /** What one property came to. */
  private record Property(String name, List<String> lines, List<String> failures, String skipped) {
    boolean passed() {
      return failures.isEmpty();
    }
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    long operations = OptionValues.number(line, "operations", 10_000, COUNT);
    List<Property> properties = new ArrayList<>();
    properties.add(mutations(seed, operations, console));
    String[] folders = line.getOptionValues("corpus");
    for (String folder : folders == null ? new String[0] : folders) {
      properties.add(corpus(Path.of(folder)));
    }
    if (line.hasOption("ktap")) {
      printKtap(properties, seed, console);
    } else {
      print(properties, seed, console);
    }
    return properties.stream().allMatch(Property::passed) ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static Property mutations(long seed, long operations, Console console)
      throws IOException {
    String name = "damaged objects open or are refused";
    List<Path> files = new ArrayList<>();
    for (Path folder : SAMPLES) {
      if (Files.isDirectory(folder)) {
        files.addAll(CorpusReport.objects(folder));
      }
    }
    if (files.isEmpty()) {
      return new Property(name, List.of(), List.of(), "no objects in " + SAMPLES);
    }
    MutationTrial trial = new MutationTrial(files);
    long start = System.nanoTime();
    for (long i = 0; i < operations; i++) {
      trial.run(seed + i);
      if (console.terminal() && (i + 1) % PROGRESS_STEP == 0) {
        console.err().print("\rmutants: %d of %d".formatted(i + 1, operations));
      }
    }
    if (console.terminal() && operations >= PROGRESS_STEP) {
      console.err().print("\r\033[K");
    }
    double seconds = Math.max(Duration.ofNanos(System.nanoTime() - start).toMillis(), 1) / 1000.0;
    String counts =
        "%d mutants of %d objects: %d opened, %d refused; at most %d KiB each; %.0f a second"
            .formatted(
                operations,
                files.size(),
                trial.opened(),
                trial.refused(),
                trial.mostBytes() >> 10,
                operations / seconds);
    return new Property(name, List.of(counts), trial.failures(), "");
  }

  private static Property corpus(Path folder) throws IOException {
    String name = "objects of " + folder;
    if (!Files.isDirectory(folder)) {
      return new Property(name, List.of(), List.of(), folder + " is no folder");
    }
    var options = OpenOptions.DEFAULT.withKernel(RunningKernel.withItsTypes());
    CorpusReport report = CorpusReport.of(folder, options);
    return new Property(name, report.lines(), report.failures(), "");
  }

  private static void print(List<Property> properties, long seed, Console console) {
    var out = console.out();
    out.print("selftest elf: seed %d\n".formatted(seed));
    for (Property property : properties) {
      property.lines().forEach(text -> out.print("  " + text + "\n"));
      property.failures().forEach(text -> out.print("  " + text + "\n"));
      if (!property.skipped().isEmpty()) {
        out.print("  SKIP %s: %s\n".formatted(property.name(), property.skipped()));
      }
    }
    boolean passed = properties.stream().allMatch(Property::passed);
    out.print("  %s\n".formatted(passed ? "passed" : "FAILED"));
  }

  private static void printKtap(List<Property> properties, long seed, Console console) {
    var out = console.out();
    out.print("KTAP version 1\n1..%d\n# seed %d\n".formatted(properties.size(), seed));
    int number = 0;
    for (Property property : properties) {
      number++;
      property.lines().forEach(text -> out.print("# " + text + "\n"));
      property.failures().forEach(text -> out.print("# " + text + "\n"));
      String skipped = property.skipped().isEmpty() ? "" : " # SKIP " + property.skipped();
      String verdict = property.passed() ? "ok" : "not ok";
      out.print("%s %d %s%s\n".formatted(verdict, number, property.name(), skipped));
    }
  }
}
