package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.selftests.agreement.AgreementCounts;
import dev.hugetext.selftests.agreement.AgreementTrial;
import dev.hugetext.selftests.jit.KernelImages;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest jit}: random programs through all engines, compared with each other. */
final class SelftestJitCommand implements Command {
  private static final Range COUNT = new Range(0, Integer.MAX_VALUE);
  private static final int PROGRESS_STEP = 100;

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
    return "selftest jit [--seed S] [--programs N] [--mutants N] [--kernel] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest jit --programs 500",
        "hugetext selftest jit --kernel --programs 5000 --mutants 2000 --seed 7");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            OptionValues.option(
                "seed", "S", "of the first program; the next has the next; default 1"))
        .addOption(
            OptionValues.option("programs", "N", "how many generated programs; default 1000"))
        .addOption(
            OptionValues.option("mutants", "N", "how many mutants of such programs; default 400"))
        .addOption(null, "kernel", false, "compare with the running Linux too, by bpf(2)")
        .addOption(null, "ktap", false, "print the verdict as KTAP");
  }

  @Override
  public int run(CommandLine line, Console console) {
    OptionValues.refuseOperands(line, this);
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    long programs = OptionValues.number(line, "programs", 1000, COUNT);
    long mutants = OptionValues.number(line, "mutants", 400, COUNT);
    boolean kernel = line.hasOption("kernel");
    if (kernel && !Bpf.available().yes()) {
      String reason = "SKIP selftest jit --kernel: " + Bpf.available().reason();
      console.out().print(line.hasOption("ktap") ? "KTAP version 1\n1..0 # " + reason : reason);
      console.out().print("\n");
      return ExitStatus.DONE;
    }
    var trial = kernel ? new AgreementTrial(new KernelImages()) : new AgreementTrial();
    long start = System.nanoTime();
    each(seed, programs, "programs", trial::program, console);
    each(seed, mutants, "mutants", trial::mutant, console);
    var took = Duration.ofNanos(System.nanoTime() - start);
    if (line.hasOption("ktap")) {
      printKtap(trial.counts(), seed, console);
    } else {
      print(trial.counts(), seed, programs + mutants, took, console);
    }
    return trial.counts().passed() ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void each(
      long seed, long count, String what, LongConsumer trial, Console console) {
    for (long i = 0; i < count; i++) {
      trial.accept(seed + i);
      if (console.terminal() && (i + 1) % PROGRESS_STEP == 0) {
        console.err().print("\r%s: %d of %d".formatted(what, i + 1, count));
      }
    }
    if (console.terminal() && count >= PROGRESS_STEP) {
      console.err().print("\r\033[K");
    }
  }

  private static void printKtap(AgreementCounts counts, long seed, Console console) {
    var out = console.out();
    out.print("KTAP version 1\n1..%d\n# seed %d\n".formatted(counts.properties().size(), seed));
    counts.lines().forEach(text -> out.print("# " + text + "\n"));
    counts.failures().forEach(text -> out.print("# " + text.replace("\n", "\n# ") + "\n"));
    int number = 0;
    for (var property : counts.properties().entrySet()) {
      number++;
      out.print(
          "%s %d %s\n".formatted(property.getValue() ? "ok" : "not ok", number, property.getKey()));
    }
  }

  private static void print(
      AgreementCounts counts, long seed, long trials, Duration took, Console console) {
    counts.failures().forEach(failure -> console.out().print(failure + "\n"));
    console.out().print("selftest jit: seed %d\n".formatted(seed));
    counts.lines().forEach(text -> console.out().print("  " + text + "\n"));
    double rate = trials / Math.max(took.toMillis() / 1000.0, 0.001);
    console
        .out()
        .print(
            "  %s in %.1f s, %.0f programs/s\n"
                .formatted(counts.passed() ? "passed" : "FAILED", took.toMillis() / 1000.0, rate));
  }
}
