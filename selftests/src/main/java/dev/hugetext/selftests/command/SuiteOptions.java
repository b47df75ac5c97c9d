package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.kernel.Bpf;
import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that suites share. */
final class SuiteOptions {
  /** How many of anything: none is allowed. */
  static final Range COUNT = new Range(0, Integer.MAX_VALUE);

  private static final String SEED = "seed";
  private static final String KTAP = "ktap";
  private static final String KERNEL = "kernel";

  private SuiteOptions() {}

  /** Adds {@code --seed} and {@code --ktap}; {@code of} says what the seed is of. */
  static Options addTo(Options options, String of) {
    return options
        .addOption(OptionValues.option(SEED, "S", of + "; default 1"))
        .addOption(null, KTAP, false, "print verdicts as KTAP");
  }

  /** Adds {@code --kernel} too. */
  static Options addWithKernel(Options options, String of) {
    return addTo(options, of)
        .addOption(null, KERNEL, false, "compare with the running Linux too, by bpf(2)");
  }

  static long seed(CommandLine line) {
    return OptionValues.number(line, SEED, 1, Range.ANY);
  }

  static boolean ktap(CommandLine line) {
    return line.hasOption(KTAP);
  }

  static boolean kernel(CommandLine line) {
    return line.hasOption(KERNEL);
  }

  /**
   * Whether the running Linux is wanted and does not answer; says so.
   *
   * @throws IOException if JSON cannot be written
   */
  static boolean kernelIsMissing(CommandLine line, Console console, String suite)
      throws IOException {
    if (!kernel(line) || Bpf.available().yes()) {
      return false;
    }
    String reason = Bpf.available().reason();
    if (console.wantsJson()) {
      console.printJson(json -> {
        json.writeStartObject();
        json.writeStringField("suite", suite);
        json.writeStringField("skipped", reason);
        json.writeEndObject();
      });
    } else if (ktap(line)) {
      console.out().print("KTAP version 1\n1..0 # SKIP %s\n".formatted(reason));
    } else {
      console.out().print("SKIP %s --kernel: %s\n".formatted(suite, reason));
    }
    return true;
  }
}
