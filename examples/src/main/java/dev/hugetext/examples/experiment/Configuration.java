package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.command.KernelFlags;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.tlb.TlbPolicy;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/**
 * One of the kernels that an experiment compares.
 *
 * @param setup the kernel and its machine
 * @param tlbPolicies replacement policies under which data walks are counted, at least one
 */
record Configuration(KernelSetup setup, List<TlbPolicy> tlbPolicies) {
  Configuration {
    tlbPolicies = List.copyOf(tlbPolicies);
    if (tlbPolicies.isEmpty()) {
      throw new IllegalArgumentException("no replacement policy");
    }
  }

  TextPolicy policy() {
    return setup.text().policy();
  }

  /** {@code on} or {@code off}; null where the policy can have no text tail. */
  @Nullable String textTail() {
    if (!policy().hasTextTail()) {
      return null;
    }
    return setup.text().textTail() ? "on" : "off";
  }

  /** Policy and tail, for people. */
  String text() {
    String tail = textTail();
    return policy().text() + (tail == null ? "" : ", tail " + tail);
  }

  /** What a command line asks for: all policies by default, the tail on and off. */
  static List<Configuration> of(CommandLine line) {
    List<Configuration> chosen = new ArrayList<>();
    boolean tailWanted = OptionValues.onOff(line, "text-tail", true);
    for (TextPolicy policy : KernelFlags.policies(line)) {
      if (!line.hasOption("text-tail")) {
        if (policy.hasTextTail()) {
          chosen.add(of(line, policy, true));
        }
        chosen.add(of(line, policy, false));
      } else if (policy.hasTextTail() || !tailWanted) {
        chosen.add(of(line, policy, tailWanted));
      }
    }
    if (chosen.isEmpty()) {
      throw new UsageException("option --text-tail: only policy execmem has a text tail");
    }
    return chosen;
  }

  private static Configuration of(CommandLine line, TextPolicy policy, boolean textTail) {
    List<TlbPolicy> replacements = KernelFlags.tlbPolicies(line);
    return new Configuration(
        KernelFlags.setup(line, policy, textTail, replacements.getFirst()), replacements);
  }
}
