package dev.hugetext.examples.experiment;

import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.KernelSetup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code experiment direct-map}: Aaron Lu's run of November 2022 again, on a machine like his: 8
 * GB, of which a hole below 4 GiB pushes 2 GiB up, and the DirectMap that he saw after boot.
 */
final class DirectMapCommand extends Experiment {
  @Override
  String word() {
    return "direct-map";
  }

  @Override
  public String summary() {
    return "many copies of a small program on an 8 GB machine: how the direct map falls to pieces";
  }

  @Override
  String ownSynopsis() {
    return "[--scenario fresh|page-cache]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext experiment direct-map",
        "hugetext experiment direct-map --scenario fresh --policy module_alloc --proc");
  }

  @Override
  Options ownOptions() {
    return new Options().addOption(option("scenario", "S", "fresh or page-cache; both by default"));
  }

  private static List<Background> backgrounds(CommandLine line) {
    Map<String, Background> known = new LinkedHashMap<>();
    for (Background background : Background.values()) {
      known.put(background.text(), background);
    }
    String all = String.join(",", known.keySet());
    return OptionValues.choices(line, "scenario", all, known);
  }

  @Override
  Report run(CommandLine line, List<Configuration> configurations) {
    for (String option : List.of("ram", "nodes")) {
      if (line.hasOption(option)) {
        throw new UsageException(
            "option --%s: this experiment's machine is given".formatted(option));
      }
    }
    Report report = new Report();
    describe(report, setup(line, configurations.getFirst()));
    report.note(ProgramInstances.describe());
    report.note("each row: so many instances at once, then none; all rows of a policy on one boot");
    for (Background background : backgrounds(line)) {
      Report.Section section = report.section(background.describe());
      for (Configuration configuration : configurations) {
        run(setup(line, configuration), background, report, section);
      }
    }
    return report;
  }

  private void run(
      KernelSetup setup, Background background, Report report, Report.Section section) {
    try (DirectMapRun run = new DirectMapRun(setup, background)) {
      for (int instances : DirectMapRun.PUBLISHED_INSTANCES) {
        run.instances(instances);
      }
      section.rows().addAll(run.rows());
      report.addBroken(run.broken());
      addProc(section, run.kernel());
    }
  }
}
