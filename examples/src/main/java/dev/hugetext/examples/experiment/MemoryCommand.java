package dev.hugetext.examples.experiment;

import static dev.hugetext.loader.cli.OptionValues.option;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code experiment memory}: what programs of a fleet's sizes take, and what maps them. */
final class MemoryCommand extends Experiment {
  private static final Range PROGRAMS = new Range(1, 100_000);

  @Override
  String word() {
    return "memory";
  }

  private static Map<String, MemoryPreset> presets() {
    Map<String, MemoryPreset> presets = new LinkedHashMap<>();
    for (MemoryPreset preset : MemoryPreset.values()) {
      presets.put(preset.text(), preset);
    }
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
        .addOption(option("preset", "P", String.join(" ", presets().keySet()) + "; default fleet"))
        .addOption(option("programs", "N", "how many are loaded; the preset's by default"));
  }

  private static List<Column> columns() {
    String text = "text, KiB";
    return List.of(
        Column.kib(text, "requested", "bytes_requested"),
        Column.kib(text, "occupied", "bytes_occupied"),
        Column.kib(text, "backed", "bytes_backed"),
        new Column(text, "unused %", MemoryCommand::unusedShare),
        Column.figure("entries for it", "4k", "exec_mappings_4k"),
        Column.figure("entries for it", "2M", "exec_mappings_2m"),
        Column.figure("splits of", "2M", "level2_splits"),
        Column.figure("splits of", "1G", "level3_splits"),
        Column.figure("page", "tables", "page_table_pages"),
        Column.walkShare());
  }

  private static String unusedShare(ExperimentRow row) {
    double backed = row.number("bytes_backed");
    return "%.1f".formatted(100 * (backed - row.number("bytes_requested")) / backed);
  }

  @Override
  Report run(Request request) {
    MemoryPreset preset = OptionValues.choice(request.line(), "preset", "fleet", presets());
    int programs =
        (int) OptionValues.number(request.line(), "programs", preset.programs(), PROGRAMS);
    Report report = new Report();
    Configuration first = request.configurations().getFirst();
    describe(report, first, ram(first.setup()));
    report.note(Background.FRESH.describe());
    report.note(
        "%d programs up to %d bytes: half below 500 bytes, three quarters below 2 kB"
            .formatted(programs, preset.largest()));
    report.note("published: " + preset.published());
    Report.Section section = report.section("all loaded", columns());
    onEach(
        request,
        report,
        section,
        (on, laws) -> {
          LiveText text = new LiveText(on.text());
          var sizes = new ProgramSizes(first.setup().seed(), preset.largest());
          for (int i = 0; i < programs; i++) {
            text.load(TextUser.BPF_PROGRAM, sizes.next());
          }
          ExperimentRow row = ExperimentRow.measure(on, programs, text.requestedBytes());
          laws.require(
              row,
              row.number("bytes_requested") <= row.number("bytes_occupied")
                  && row.number("bytes_occupied") <= row.number("bytes_backed"),
              "requested <= occupied <= backed");
          return row;
        });
    return report;
  }
}
