package dev.hugetext.examples.experiment;

import static dev.hugetext.loader.cli.OptionValues.option;

import dev.hugetext.execmem.ProcFiles;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.command.KernelFlags;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.TlbPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** What all experiments have in common: options, output, status. */
abstract class Experiment implements Command {
  /** The word that names it. */
  abstract String word();

  /** Its own options. */
  abstract Options ownOptions();

  /** Its own part of the usage line. */
  abstract String ownSynopsis();

  /**
   * What is asked for.
   *
   * @param line its own options
   * @param configurations the kernels to compare, at least one
   * @param proc whether the kernel's own counter files are wanted
   * @param console where progress is shown
   */
  record Request(
      CommandLine line, List<Configuration> configurations, boolean proc, Console console) {
    /** Shows how many of so many rows there are yet. */
    Progress progress(int rows) {
      return Progress.of(console, "rows", rows);
    }
  }

  /**
   * Runs it on all configurations.
   *
   * @throws UsageException if its options cannot be understood
   */
  abstract Report run(Request request);

  @Override
  public final String name() {
    return "experiment " + word();
  }

  @Override
  public final String synopsis() {
    return name()
        + " "
        + ownSynopsis()
        + " [--policy P,...] [--text-tail on|off] [--json F] [--proc] [MACHINE]";
  }

  @Override
  public final Options options() {
    return KernelFlags.addComparedTo(ownOptions())
        .addOption(option("json", "F", "write the rows to a file, one object a line"))
        .addOption(null, "proc", false, "print the kernel's own counter files too");
  }

  @Override
  public final int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    List<Configuration> configurations = Configuration.of(line);
    Path file = file(line);
    Report report = run(new Request(line, configurations, line.hasOption("proc"), console));
    if (console.wantsJson()) {
      console.printJson(json -> RowJson.writeArray(report.rows(), json));
      report.broken().forEach(law -> console.err().print("hugetext: broken: " + law + "\n"));
    } else {
      console.out().print(report.text(name()));
    }
    if (file != null) {
      RowJson.writeLines(report.rows(), file);
    }
    return report.broken().isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static @Nullable Path file(CommandLine line) throws IOException {
    String name = line.getOptionValue("json");
    if (name == null) {
      return null;
    }
    if (name.isEmpty()) {
      throw new UsageException("option --json: a file's name is missing");
    }
    Path file = Path.of(name);
    RowJson.requireWritable(file);
    return file;
  }

  /** What runs on one kernel between its boot and its row. */
  @FunctionalInterface
  interface Workload {
    /** Runs, measures, and checks laws of its own; the common ones are checked afterwards. */
    ExperimentRow run(ExperimentKernel on, RowLaws laws) throws TextRefusedException;
  }

  /** Runs it on each configuration, on the machine that the options describe. */
  static void onEach(Request request, Report report, Report.Section section, Workload workload) {
    List<Configuration> configurations = request.configurations();
    try (Progress progress = request.progress(configurations.size())) {
      for (int i = 0; i < configurations.size(); i++) {
        onOne(configurations.get(i), request, report, section, workload);
        progress.stepTo(i + 1);
      }
    }
  }

  private static void onOne(
      Configuration configuration,
      Request request,
      Report report,
      Report.Section section,
      Workload workload) {
    KernelSetup setup = configuration.setup();
    try (ExperimentKernel on = ExperimentKernel.boot(configuration)) {
      Background.FRESH.occupy(on.machine().frames(), setup.ramBytes(), setup.seed());
      RowLaws laws = new RowLaws(configuration, ExperimentRow.measure(on, 0, 0));
      try {
        ExperimentRow row = workload.run(on, laws);
        section.rows().add(row);
        laws.check(row);
      } catch (TextRefusedException refused) {
        report.addBroken(List.of(configuration.text() + ": " + refused.getMessage()));
      }
      report.addBroken(laws.broken());
      addRemarks(request, section, on);
    }
  }

  /** Notes that every experiment prints: what is held constant, and the models. */
  static void describe(Report report, Configuration configuration, String ram) {
    KernelSetup setup = configuration.setup();
    String policies =
        configuration.tlbPolicies().stream().map(TlbPolicy::text).collect(Collectors.joining("/"));
    report.note(
        "the same for all rows: seed %d, CPUs %d, memory nodes %d, %s, shootdown by %s"
            .formatted(
                setup.seed(),
                setup.cpus(),
                setup.nodes(),
                ram,
                setup.hardware().shootdown().text()));
    report.note("walk model: " + DataWalk.model(setup.tlb(), policies));
    report.note(DataWalk.describe());
    report.note("counts are since boot");
  }

  /** Memory for people. */
  static String ram(KernelSetup setup) {
    return "%.1f GiB of RAM".formatted((double) setup.ramBytes() / PageSize.GIB_1.bytes());
  }

  /** What a kernel warned of, and its own files if they are wanted. */
  static void addRemarks(Request request, Report.Section section, ExperimentKernel on) {
    String of = on.configuration().text();
    on.kernel()
        .warnings()
        .list()
        .forEach(warning -> section.remarks().add(of + ": " + warning.text()));
    if (request.proc()) {
      addFile(section, of, "/proc/meminfo", ProcFiles.meminfo(on.kernel()));
      addFile(section, of, "/proc/vmstat", ProcFiles.vmstat(on.kernel()));
      addFile(section, of, "mm.rst", ProcFiles.memoryMap(on.kernel()));
      addFile(section, of, "cpa_stats", ProcFiles.cpaStats(on.kernel()));
    }
  }

  private static void addFile(Report.Section section, String of, String name, String text) {
    section.remarks().add("%s: %s\n%s".formatted(of, name, text.stripTrailing()));
  }
}
