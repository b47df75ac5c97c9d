package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.command.KernelFlags;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * One policy, with or without text tail.
 *
 * @param policy the allocator
 * @param textTail whether programs may lie behind static text
 */
record Configuration(TextPolicy policy, boolean textTail) {
  /** The row's {@code text_tail}: null where a policy can have none. */
  String tailText() {
    if (!policy.hasTextTail()) {
      return "-";
    }
    return textTail ? "on" : "off";
  }

  /** What a command line asks for: all policies by default, the tail on and off. */
  static List<Configuration> of(CommandLine line) {
    List<Configuration> chosen = new ArrayList<>();
    boolean tailWanted = OptionValues.onOff(line, "text-tail", true);
    for (TextPolicy policy : KernelFlags.policies(line)) {
      if (!line.hasOption("text-tail")) {
        if (policy.hasTextTail()) {
          chosen.add(new Configuration(policy, true));
        }
        chosen.add(new Configuration(policy, false));
      } else if (policy.hasTextTail() || !tailWanted) {
        chosen.add(new Configuration(policy, tailWanted));
      }
    }
    if (chosen.isEmpty()) {
      throw new UsageException("option --text-tail: only policy execmem has a text tail");
    }
    return chosen;
  }
}
