package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.agreement.AgreementCounts;
import dev.hugetext.selftests.agreement.AgreementTrial;
import dev.hugetext.selftests.agreement.Law;
import dev.hugetext.selftests.jit.KernelImages;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest jit}: random programs through all engines, compared with each other. */
final class SelftestJitCommand implements Command {
  @Override
  public String name() {
    return "selftest jit";
  }

  @Override
  public String summary() {
    return "random programs: verdict, result, packet, maps and machine code, engine by engine";
  }

  @Override
  public String synopsis() {
    return "selftest jit [--seed S] [--programs N] [--mutants N] [--slots N] [--kernel] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest jit --programs 500",
        "hugetext selftest jit --kernel --programs 5000 --mutants 2000 --seed 7");
  }

  @Override
  public Options options() {
    return SuiteOptions.addWithKernel(new Options(), "of the first program; the next has the next")
        .addOption(
            OptionValues.option("programs", "N", "how many generated programs; default 1000"))
        .addOption(
            OptionValues.option("mutants", "N", "how many mutants of such programs; default 400"))
        .addOption(
            OptionValues.option(
                "slots", "N", "how many programs around one random instruction; default 0"));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    long seed = SuiteOptions.seed(line);
    long programs = OptionValues.number(line, "programs", 1000, SuiteOptions.COUNT);
    long mutants = OptionValues.number(line, "mutants", 400, SuiteOptions.COUNT);
    long slots = OptionValues.number(line, "slots", 0, SuiteOptions.COUNT);
    boolean kernel = SuiteOptions.kernel(line);
    if (SuiteOptions.kernelIsMissing(line, console, name())) {
      return ExitStatus.DONE;
    }
    var trial = kernel ? new AgreementTrial(new KernelImages()) : new AgreementTrial();
    var verdicts = new Verdicts(console, line, name(), Law.values().length, seed);
    each(seed, programs, "programs", trial::program, console);
    each(seed, mutants, "mutants", trial::mutant, console);
    each(seed, slots, "slots", trial::slot, console);
    AgreementCounts counts = trial.counts();
    verdicts.note(counts.tried());
    for (Law law : Law.values()) {
      verdicts.add(
          law.needsKernel() && !kernel
              ? Verdict.skip(law.text(), "needs --kernel")
              : Verdict.of(law.text(), counts.finding(law), counts.failures(law)));
    }
    return verdicts.finish(programs + mutants + slots, "programs");
  }

  private static void each(
      long seed, long count, String what, LongConsumer trial, Console console) {
    try (Progress progress = Progress.of(console, what, count)) {
      for (long i = 0; i < count; i++) {
        trial.accept(seed + i);
        progress.stepTo(i + 1);
      }
    }
  }
}
