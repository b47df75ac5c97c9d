package dev.hugetext.examples.experiment;

import static dev.hugetext.loader.cli.OptionValues.option;

import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.x86.cpu.ShootdownModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.cli.Options;

/** {@code experiment churn}: short-lived text comes and goes. */
final class ChurnCommand extends Experiment {
  private static final long DEFAULT_PROGRAMS = 5000;
  private static final int LIVE = 64;

  @Override
  String word() {
    return "churn";
  }

  @Override
  public String summary() {
    return "load and unload short-lived programs, modules, trampolines: flushes, splits, memory";
  }

  @Override
  String ownSynopsis() {
    return "[--mix bpf,module,ftrace,kprobe] [--programs N]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext experiment churn",
        "hugetext experiment churn --mix bpf,module --policy prog_pack,execmem --programs 1000");
  }

  @Override
  Options ownOptions() {
    return new Options()
        .addOption(option("mix", "KINDS", "bpf,module,ftrace,kprobe: default bpf"))
        .addOption(option("programs", "N", "how many are loaded; default " + DEFAULT_PROGRAMS));
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.figure("TLB flushes", "all", "flush_all"));
    columns.add(Column.figure("TLB flushes", "range", "flush_range"));
    columns.add(new Column("TLB flushes", "a load", ChurnCommand::flushesPerLoad));
    columns.add(Column.figure("", "IPIs", "ipis"));
    columns.addAll(Column.shootdowns());
    columns.add(Column.figure("", "pokes", "text_pokes"));
    columns.add(new Column("", "resets", row -> Long.toString(row.resetPermsCalls())));
    columns.add(Column.figure("splits of", "2M", "level2_splits"));
    columns.add(Column.figure("splits of", "1G", "level3_splits"));
    columns.add(Column.kib("text, KiB", "occupied", "bytes_occupied"));
    columns.add(Column.kib("text, KiB", "backed", "bytes_backed"));
    columns.add(Column.figure("entries for it", "4k", "exec_mappings_4k"));
    columns.add(Column.figure("entries for it", "2M", "exec_mappings_2m"));
    columns.add(Column.walkShare());
    return columns;
  }

  private static String flushesPerLoad(ExperimentRow row) {
    long flushes = row.number("flush_all") + row.number("flush_range");
    return "%.2f".formatted((double) flushes / row.number("programs"));
  }

  @Override
  Report run(Request request) {
    Set<TextMix.Kind> kinds = TextMix.parse(request.line().getOptionValue("mix", "bpf"));
    long programs =
        OptionValues.number(request.line(), "programs", DEFAULT_PROGRAMS, new Range(1, 1_000_000));
    Report report = new Report();
    Configuration first = request.configurations().getFirst();
    describe(report, first, ram(first.setup()));
    report.note("waited: by CPUs that flush, stolen: from those that are interrupted");
    ShootdownModel.DEFAULT.toString().lines().forEach(report::note);
    report.note(Background.FRESH.describe());
    report.note(
        "%d images loaded (%s), each soon unloaded: at most %d at a time"
            .formatted(programs, TextMix.text(kinds), LIVE));
    report.note(
        "expected of the kernel's source: classic loading takes 3 rounds of IPIs a program up to"
            + " Linux 6.1 (RO, X, free), 2 from 6.2 on, the series none");
    report.note("resets: calls of set_vm_flush_reset_perms, which the series makes needless");
    Report.Section section = report.section("after the last load", columns());
    onEach(
        request,
        report,
        section,
        (on, laws) -> {
          var mix = new TextMix(first.setup().seed(), kinds);
          LiveText text = churn(on, mix, programs);
          ExperimentRow row = ExperimentRow.measure(on, programs, text.requestedBytes());
          boolean series = row.configuration().policy() == TextPolicy.EXECMEM;
          laws.require(
              row, !series || row.resetPermsCalls() == 0, "execmem never resets permissions");
          text.unloadAll();
          laws.require(row, on.text().usage().occupied() == 0, "nothing stays occupied in the end");
          return row;
        });
    return report;
  }

  private static LiveText churn(ExperimentKernel on, TextMix mix, long programs)
      throws TextRefusedException {
    SplittableRandom random = new SplittableRandom(on.configuration().setup().seed());
    LiveText text = new LiveText(on.text());
    for (long i = 0; i < programs; i++) {
      if (text.count() == LIVE) {
        text.unload(random.nextInt(LIVE));
      }
      TextMix.Image image = mix.next();
      text.load(image.user(), image.bytes());
    }
    return text;
  }
}
