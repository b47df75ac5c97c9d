package dev.hugetext.loader.command;

import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.verifier.VerifierOptions;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of every command that runs a machine. */
final class MachineFlags {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)");
  private static final String SUFFIXES = "KMGT";

  /** Static text and a few regions need this much; the direct map reaches this far. */
  private static final Range RAM = new Range(256L << 20, 64L << 40);

  private MachineFlags() {}

  /** Adds them to a command's own. */
  static Options addTo(Options options) {
    return options
        .addOption(option("policy", "P", "where programs are placed: execmem"))
        .addOption(option("text-tail", "on|off", "behind static text first; default on"))
        .addOption(option("kernel-version", "V", "whose memory management: 6.1"))
        .addOption(option("cpus", "N", "default 4"))
        .addOption(option("nodes", "N", "memory nodes; default 1"))
        .addOption(option("ram", "SIZE", "with K, M, G or T; default 64G"))
        .addOption(option("tlb", "NAME", "skylake-sp (default) or zen3"))
        .addOption(option("tlb-policy", "NAME", "plru (default) or lru"))
        .addOption(option("engine", "E", "x86 (default), bpf, or kernel: the running Linux"))
        .addOption(option("count", "C", "which TLBs are counted: all"))
        .addOption(option("seed", "N", "of everything random; default 1"))
        .addOption(option("privileged", "on", "as root loads; off is not known yet"))
        .addOption(option("harden", "0", "constant blinding: none"))
        .addOption(option("jit-option", "NAME=on|off", "ibt, rethunk, bmi2; may be repeated"));
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  /** The machine and kernel that the options ask for. */
  static KernelSetup setup(CommandLine line) {
    choice(line, "policy", "execmem");
    choice(line, "kernel-version", "6.1");
    choice(line, "count", "all");
    choice(line, "privileged", "on");
    choice(line, "harden", "0");
    return new KernelSetup(
        (int) OptionValues.number(line, "cpus", KernelSetup.DEFAULT.cpus(), new Range(1, 512)),
        (int) OptionValues.number(line, "nodes", KernelSetup.DEFAULT.nodes(), new Range(1, 64)),
        size(line, "ram", KernelSetup.DEFAULT.ramBytes()),
        OptionValues.choice(line, "tlb", KernelSetup.DEFAULT.tlb().text(), presets()),
        OptionValues.choice(line, "tlb-policy", KernelSetup.DEFAULT.tlbPolicy().text(), policies()),
        OptionValues.onOff(line, "text-tail", KernelSetup.DEFAULT.textTail()),
        KernelSetup.DEFAULT.vmapStack(),
        OptionValues.number(line, "seed", KernelSetup.DEFAULT.seed(), Range.ANY));
  }

  /** An option with one value that works so far. */
  private static void choice(CommandLine line, String option, String only) {
    OptionValues.choice(line, option, only, Map.of(only, only));
  }

  private static Map<String, TlbPreset> presets() {
    var presets = new LinkedHashMap<String, TlbPreset>();
    for (TlbPreset preset : TlbPreset.values()) {
      presets.put(preset.text(), preset);
    }
    return presets;
  }

  private static Map<String, TlbPolicy> policies() {
    var policies = new LinkedHashMap<String, TlbPolicy>();
    for (TlbPolicy policy : TlbPolicy.values()) {
      policies.put(policy.text(), policy);
    }
    return policies;
  }

  private static long size(CommandLine line, String option, long byDefault) {
    String value = line.getOptionValue(option);
    if (value == null) {
      return byDefault;
    }
    Matcher matcher = SIZE.matcher(value);
    if (matcher.matches()) {
      String suffix = matcher.group(2);
      int shift = suffix.isEmpty() ? 0 : 10 * (SUFFIXES.indexOf(suffix) + 1);
      long number = Long.parseLong(matcher.group(1));
      long bytes = number << shift;
      if (bytes >>> shift == number && bytes >= RAM.least() && bytes <= RAM.greatest()) {
        return bytes & -4096L;
      }
    }
    throw new UsageException(
        "option --%s: unknown value '%s'; these work: 256M to 64T".formatted(option, value));
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
      options =
          switch (value) {
            case "ibt=on", "ibt=off" -> options.withIbt(value.endsWith("on"));
            case "rethunk=on", "rethunk=off" -> options.withRethunk(value.endsWith("on"));
            case "bmi2=on", "bmi2=off" -> options.withBmi2(value.endsWith("on"));
            default ->
                throw new UsageException(
                    "option --jit-option: unknown value '%s'; these work:".formatted(value)
                        + " ibt=on|off rethunk=on|off bmi2=on|off");
          };
    }
    return options;
  }
}
