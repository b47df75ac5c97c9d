package dev.hugetext.loader.command;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TextSetup;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that say which kernel on which machine. */
public final class KernelFlags {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)");
  private static final String SUFFIXES = "KMGT";

  /** {@code --tlb-policy all}: what is counted is counted under each policy. */
  private static final String ALL = "all";

  /** Static text and a few regions need this much; the direct map reaches this far. */
  private static final Range RAM = new Range(256L << 20, 64L << 40);

  private KernelFlags() {}

  /** Adds them to a command's own. */
  public static Options addTo(Options options) {
    return options
        .addOption(
            OptionValues.option(
                "policy", "P", "where text goes: " + String.join(" ", policies().keySet())))
        .addOption(
            OptionValues.option(
                "text-tail", "on|off", "execmem: behind static text first; default on"))
        .addOption(
            OptionValues.option(
                "kernel-version", "V", "whose memory management; default 6.1, 6.15 for rox_cache"))
        .addOption(OptionValues.option("cpus", "N", "default 4"))
        .addOption(OptionValues.option("nodes", "N", "memory nodes; default 1"))
        .addOption(OptionValues.option("ram", "SIZE", "with K, M, G or T; default 64G"))
        .addOption(
            OptionValues.option(
                "tlb",
                "NAME",
                String.join(" ", presets().keySet())
                    + "; default "
                    + KernelSetup.DEFAULT.tlb().text()))
        .addOption(tlbPolicyOption(""))
        .addOption(OptionValues.option("seed", "N", "of everything random; default 1"))
        .addOption(OptionValues.repeatable("machine", "NAME=VALUE", MachineChoice.help()));
  }

  private static Option tlbPolicyOption(String more) {
    return OptionValues.option(
        "tlb-policy",
        "NAME",
        "which entry makes room: %s%s; default %s"
            .formatted(
                String.join(" ", replacements().keySet()),
                more,
                KernelSetup.DEFAULT.tlbPolicy().text()));
  }

  /** Adds them to the own ones of a command that compares: {@link #tlbPolicies} works too. */
  public static Options addComparedTo(Options options) {
    return addTo(options).addOption(tlbPolicyOption(" " + ALL));
  }

  /**
   * The machine and kernel that the options ask for.
   *
   * @throws UsageException if they contradict each other
   */
  public static KernelSetup setup(CommandLine line) {
    TextPolicy policy = OptionValues.choice(line, "policy", TextPolicy.EXECMEM.text(), policies());
    if (line.hasOption("text-tail") && !policy.hasTextTail()) {
      throw new UsageException("option --text-tail: only policy execmem has a text tail");
    }
    boolean tail = OptionValues.onOff(line, "text-tail", policy.hasTextTail());
    TlbPolicy replacement =
        OptionValues.choice(
            line, "tlb-policy", KernelSetup.DEFAULT.tlbPolicy().text(), replacements());
    return setup(line, policy, tail && policy.hasTextTail(), replacement);
  }

  /** The same where the policies are chosen already. */
  public static KernelSetup setup(
      CommandLine line, TextPolicy policy, boolean textTail, TlbPolicy replacement) {
    MachineChoice.Choices chosen = MachineChoice.of(line);
    chosen.requireOf(policy);
    KernelVersion version = version(line, policy);
    return new KernelSetup(
        (int) OptionValues.number(line, "cpus", KernelSetup.DEFAULT.cpus(), new Range(1, 512)),
        (int) OptionValues.number(line, "nodes", KernelSetup.DEFAULT.nodes(), new Range(1, 64)),
        size(line, "ram", KernelSetup.DEFAULT.ramBytes()),
        OptionValues.choice(line, "tlb", KernelSetup.DEFAULT.tlb().text(), presets()),
        replacement,
        new TextSetup(policy, chosen.text(), version, textTail),
        chosen.hardware(),
        KernelSetup.DEFAULT.vmapStack(),
        OptionValues.number(line, "seed", KernelSetup.DEFAULT.seed(), Range.ANY));
  }

  /** The policies that are listed, each once; all where none is. */
  public static List<TextPolicy> policies(CommandLine line) {
    String all = String.join(",", policies().keySet());
    return OptionValues.choices(line, "policy", all, policies()).stream().distinct().toList();
  }

  /** The replacement policies of TLBs that are asked for: one, or each with {@code all}. */
  public static List<TlbPolicy> tlbPolicies(CommandLine line) {
    var choices = new LinkedHashMap<String, List<TlbPolicy>>();
    replacements().forEach((name, policy) -> choices.put(name, List.of(policy)));
    choices.put(ALL, List.of(TlbPolicy.values()));
    return OptionValues.choice(line, "tlb-policy", KernelSetup.DEFAULT.tlbPolicy().text(), choices);
  }

  private static KernelVersion version(CommandLine line, TextPolicy policy) {
    var versions = new LinkedHashMap<String, KernelVersion>();
    for (KernelVersion version : KernelVersion.values()) {
      versions.put(version.text(), version);
    }
    KernelVersion version =
        OptionValues.choice(line, "kernel-version", policy.defaultVersion().text(), versions);
    if (!version.isAtLeast(policy.since()) && !line.hasOption("policy")) {
      return policy.defaultVersion(); // one of all policies: as if no version were given
    }
    if (!version.isAtLeast(policy.since())) {
      throw new UsageException(
          "option --kernel-version: Linux %s has no %s; it came with %s"
              .formatted(version.text(), policy.text(), policy.since().text()));
    }
    return version;
  }

  private static Map<String, TextPolicy> policies() {
    var policies = new LinkedHashMap<String, TextPolicy>();
    for (TextPolicy policy : TextPolicy.values()) {
      policies.put(policy.text(), policy);
    }
    return policies;
  }

  private static Map<String, TlbPreset> presets() {
    var presets = new LinkedHashMap<String, TlbPreset>();
    for (TlbPreset preset : TlbPreset.values()) {
      presets.put(preset.text(), preset);
    }
    return presets;
  }

  private static Map<String, TlbPolicy> replacements() {
    var replacements = new LinkedHashMap<String, TlbPolicy>();
    for (TlbPolicy policy : TlbPolicy.values()) {
      replacements.put(policy.text(), policy);
    }
    return replacements;
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
}
