package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.run.KernelSetup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code experiment memory}: what programs of a fleet's sizes take, and what maps them. */
final class MemoryCommand extends Experiment {
  private static final Range PROGRAMS = new Range(1, 100_000);
  private static final int LARGEST = 64 << 10;
  private static final int PAGE_LARGEST = 4000;

  @Override
  String word() {
    return "memory";
  }

  /** Presets of {@code --preset}. */
  private enum Preset {
    /** Programs of a fleet's sizes. */
    FLEET(1000, LARGEST),

    /** The example of the series' discussion: 140 programs that take a page each. */
    PAGES_140(140, PAGE_LARGEST),

    /** A system with so few programs that sharing 2 MiB wastes memory. */
    SMALL_SYSTEM(5, PAGE_LARGEST);

    private final int programs;
    private final int largest;

    Preset(int programs, int largest) {
      this.programs = programs;
      this.largest = largest;
    }
  }

  private static Map<String, Preset> presets() {
    Map<String, Preset> presets = new LinkedHashMap<>();
    presets.put("fleet", Preset.FLEET);
    presets.put("140-pages", Preset.PAGES_140);
    presets.put("small-system", Preset.SMALL_SYSTEM);
    return presets;
  }

  @Override
  public String summary() {
    return "programs of a fleet's sizes: bytes requested, occupied, backed; entries that map them";
  }

  @Override
  String ownSynopsis() {
    return "[--preset P] [--programs N]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext experiment memory",
        "hugetext experiment memory --preset 140-pages",
        "hugetext experiment memory --programs 5000 --policy execmem");
  }

  @Override
  Options ownOptions() {
    return new Options()
        .addOption(option("preset", "P", String.join(" ", presets().keySet())))
        .addOption(option("programs", "N", "how many are loaded; the preset's by default"));
  }

  @Override
  Report run(CommandLine line, List<Configuration> configurations) {
    Preset preset = OptionValues.choice(line, "preset", "fleet", presets());
    int programs = (int) OptionValues.number(line, "programs", preset.programs, PROGRAMS);
    Report report = new Report();
    describe(report, setup(line, configurations.getFirst()));
    report.note(
        "%d programs up to %d bytes: half below 500 bytes, three quarters below 2 kB"
            .formatted(programs, preset.largest));
    report.note(Background.FRESH.describe());
    Report.Section section = report.section("all loaded");
    for (Configuration configuration : configurations) {
      KernelSetup setup = setup(line, configuration);
      try (ExperimentKernel on = ExperimentKernel.boot(setup)) {
        Background.FRESH.occupy(on.machine().frames(), setup.ramBytes(), setup.seed());
        RowLaws laws = new RowLaws(setup, ExperimentRow.measure(on, 0, 0));
        ProgramSizes sizes = new ProgramSizes(setup.seed(), preset.largest);
        LiveText text = new LiveText(on.text());
        for (int i = 0; i < programs; i++) {
          text.load(TextUser.BPF_PROGRAM, sizes.next());
        }
        ExperimentRow row = ExperimentRow.measure(on, programs, text.requestedBytes());
        section.rows().add(row);
        laws.check(row);
        laws.require(
            row,
            row.number("bytes_requested") <= row.number("bytes_occupied")
                && row.number("bytes_occupied") <= row.number("bytes_backed"),
            "requested <= occupied <= backed");
        section.remarks().add(waste(row));
        report.addBroken(laws.broken());
        addProc(section, on);
      }
    }
    return report;
  }

  private static String waste(ExperimentRow row) {
    long backed = row.number("bytes_backed");
    long requested = row.number("bytes_requested");
    return "%s, tail %s: %.1f kB backed, of it %.1f %% unused"
        .formatted(
            row.configuration().policy().text(),
            row.configuration().tailText(),
            backed / 1024.0,
            backed == 0 ? 0 : 100.0 * (backed - requested) / backed);
  }
}
