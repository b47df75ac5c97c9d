package dev.hugetext.examples.experiment;

import static dev.hugetext.loader.cli.OptionValues.option;

import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.loader.cli.UsageException;
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
    return OptionValues.choices(line, "scenario", all, known).stream().distinct().toList();
  }

  @Override
  Report run(Request request) {
    for (String option : List.of("ram", "nodes")) {
      if (request.line().hasOption(option)) {
        throw new UsageException(
            "option --%s: this experiment's machine is given".formatted(option));
      }
    }
    List<Background> backgrounds = backgrounds(request.line());
    Report report = new Report();
    describe(
        report,
        request.configurations().getFirst(),
        "8 GiB of RAM, the DirectMap of the published machine after boot");
    report.note(ProgramInstances.describe());
    report.note("each row: so many instances at once, then none; all rows of a policy on one boot");
    report.note(
        "publ.: Aaron Lu, 7 November 2022, splits derived from his sizes; where his boot's sizes"
            + " were others, compare splits");
    int rows = backgrounds.size() * request.configurations().size();
    int done = 0;
    try (Progress progress = request.progress(rows * PublishedRun.INSTANCES.size())) {
      for (Background background : backgrounds) {
        Report.Section section = section(background, report);
        for (Configuration configuration : request.configurations()) {
          run(request, configuration, background, report, section);
          done += PublishedRun.INSTANCES.size();
          progress.stepTo(done);
        }
      }
    }
    return report;
  }

  private static Report.Section section(Background background, Report report) {
    Report.Section section = report.section(background.describe(), DirectMapColumns.of(background));
    for (PublishedRun run : PublishedRun.values()) {
      if (run.background() == background) {
        section
            .remarks()
            .add("publ. beside %s: Linux %s".formatted(run.policy().text(), run.text()));
      }
    }
    return section;
  }

  private static void run(
      Request request,
      Configuration configuration,
      Background background,
      Report report,
      Report.Section section) {
    try (DirectMapRun run = new DirectMapRun(configuration, background)) {
      try {
        for (int instances : PublishedRun.INSTANCES.subList(1, PublishedRun.INSTANCES.size())) {
          run.instances(instances);
        }
      } catch (TextRefusedException refused) {
        report.addBroken(List.of(configuration.text() + ": " + refused.getMessage()));
      }
      section.rows().addAll(run.rows());
      report.addBroken(run.broken());
      addRemarks(request, section, run.kernel());
    }
  }
}
