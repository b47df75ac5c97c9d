package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.ClassicText;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.run.KernelSetup;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.cli.CommandLine;
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

  @Override
  Report run(CommandLine line, List<Configuration> configurations) {
    Set<TextMix.Kind> kinds = TextMix.parse(line.getOptionValue("mix", "bpf"));
    long programs =
        OptionValues.number(line, "programs", DEFAULT_PROGRAMS, new Range(1, 1_000_000));
    Report report = new Report();
    describe(report, setup(line, configurations.getFirst()));
    report.note(
        "%d images loaded one after the other, at most %d at a time".formatted(programs, LIVE));
    report.note(Background.FRESH.describe());
    Report.Section section = report.section("after the last load");
    for (Configuration configuration : configurations) {
      KernelSetup setup = setup(line, configuration);
      try (ExperimentKernel on = ExperimentKernel.boot(setup)) {
        Background.FRESH.occupy(on.machine().frames(), setup.ramBytes(), setup.seed());
        RowLaws laws = new RowLaws(setup, ExperimentRow.measure(on, 0, 0));
        LiveText text = churn(on, new TextMix(setup.seed(), kinds), programs);
        ExperimentRow row = ExperimentRow.measure(on, programs, text.requestedBytes());
        section.rows().add(row);
        laws.check(row);
        long resets = on.text() instanceof ClassicText classic ? classic.resetPermsCalls() : 0;
        section
            .remarks()
            .add(
                "%s, tail %s: %d calls of set_vm_flush_reset_perms"
                    .formatted(configuration.policy().text(), configuration.tailText(), resets));
        boolean series = configuration.policy() == TextPolicy.EXECMEM;
        laws.require(row, !series || resets == 0, "execmem never resets permissions");
        text.unloadAll();
        laws.require(row, on.text().usage().occupied() == 0, "nothing stays occupied in the end");
        report.addBroken(laws.broken());
        addProc(section, on);
      }
    }
    return report;
  }

  private static LiveText churn(ExperimentKernel on, TextMix mix, long programs) {
    SplittableRandom random = new SplittableRandom(on.setup().seed());
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
