package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.ProcFiles;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.command.KernelFlags;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.ShootdownModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What all experiments have in common: options, output, status. */
abstract class Experiment implements Command {
  private boolean proc;

  /** The word that names it. */
  abstract String word();

  /** Its own options. */
  abstract Options ownOptions();

  /** Its own part of the usage line. */
  abstract String ownSynopsis();

  /**
   * Runs it on all configurations.
   *
   * @throws UsageException if its options cannot be understood
   */
  abstract Report run(CommandLine line, List<Configuration> configurations);

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
    return KernelFlags.addTo(ownOptions())
        .addOption(option("json", "F", "write the rows to a file, one object a line"))
        .addOption(null, "proc", false, "print the kernel's own counter files too");
  }

  static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  @Override
  public final int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    proc = line.hasOption("proc");
    Report report = run(line, Configuration.of(line));
    if (console.wantsJson()) {
      console.out().print(RowPrinter.json(report.rows()));
    } else {
      print(report, console.out());
    }
    String file = line.getOptionValue("json");
    if (file != null) {
      RowPrinter.writeJson(report.rows(), Path.of(file));
    }
    return report.broken().isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
  }

  private void print(Report report, PrintStream out) {
    report.notes().forEach(note -> out.print(name() + ": " + note + "\n"));
    for (Report.Section section : report.sections()) {
      out.print("\n" + section.title() + "\n");
      RowPrinter.printTable(section.rows(), out);
      section.remarks().forEach(remark -> out.print(remark + "\n"));
    }
    report.broken().forEach(law -> out.print("BROKEN: " + law + "\n"));
    out.print(report.broken().isEmpty() ? "\nall laws hold\n" : "\nlaws are broken\n");
  }

  /** The setup of one configuration. */
  static KernelSetup setup(CommandLine line, Configuration configuration) {
    return KernelFlags.setup(line, configuration.policy(), configuration.textTail());
  }

  /** Notes that every experiment prints. */
  static void describe(Report report, KernelSetup setup) {
    report.note("seed %d, %d CPUs".formatted(setup.seed(), setup.cpus()));
    report.note("walk model: " + ExperimentRow.walkModel(setup));
    report.note(DataWalk.describe());
    report.note(
        "waited, stolen: by CPUs that flush, from those interrupted; "
            + setup.hardware().shootdown().text());
    ShootdownModel.DEFAULT.toString().lines().forEach(report::note);
    report.note(
        "counts are since boot; x 4k, x 2M: entries that map text; walk %: of the modelled cycles");
  }

  /** The kernel's own files after a configuration, if they are wanted. */
  void addProc(Report.Section section, ExperimentKernel on) {
    if (proc) {
      section.remarks().add("/proc/meminfo\n" + ProcFiles.meminfo(on.kernel()).stripTrailing());
      section.remarks().add("/proc/vmstat\n" + ProcFiles.vmstat(on.kernel()).stripTrailing());
      section.remarks().add("mm.rst\n" + ProcFiles.memoryMap(on.kernel()).stripTrailing());
      section.remarks().add("cpa_stats\n" + ProcFiles.cpaStats(on.kernel()).stripTrailing());
    }
  }
}
