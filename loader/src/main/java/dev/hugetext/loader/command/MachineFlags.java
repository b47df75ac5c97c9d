package dev.hugetext.loader.command;

import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.verifier.VerifierOptions;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options of every command that runs a machine. */
final class MachineFlags {
  private MachineFlags() {}

  /** Adds them to a command's own. */
  static Options addTo(Options options) {
    return KernelFlags.addTo(options)
        .addOption(
            OptionValues.option("engine", "E", "x86 (default), bpf, or kernel: the running Linux"))
        .addOption(OptionValues.option("count", "C", "which TLBs are counted: all"))
        .addOption(OptionValues.option("privileged", "on", "as root loads; off is not known yet"))
        .addOption(OptionValues.option("harden", "0", "constant blinding: none"))
        .addOption(OptionValues.repeatable("jit-option", "NAME=on|off", JitFlag.names()));
  }

  /** The machine and kernel that the options ask for. */
  static KernelSetup setup(CommandLine line) {
    choice(line, "count", "all");
    choice(line, "privileged", "on");
    choice(line, "harden", "0");
    return KernelFlags.setup(line);
  }

  /** An option with one value that works so far. */
  private static void choice(CommandLine line, String option, String only) {
    OptionValues.choice(line, option, only, Map.of(only, only));
  }

  /** How to verify for that kernel. */
  static VerifierOptions verifierOptions(KernelSetup setup) {
    return VerifierOptions.DEFAULT.withCpus(setup.cpus());
  }

  /** Which engine runs the program. */
  static RunEngine engine(CommandLine line) {
    return OptionValues.choice(line, "engine", RunEngine.X86.text(), RunEngine.byText());
  }

  /** What machine code is made for. */
  static JitOptions jitOptions(CommandLine line) {
    JitOptions options = JitOptions.MEASURED_KERNEL;
    String[] values = line.getOptionValues("jit-option");
    for (String value : values == null ? new String[0] : values) {
      options = JitFlag.apply(options, value);
    }
    return options;
  }
}
