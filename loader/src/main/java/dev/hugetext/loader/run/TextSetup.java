package dev.hugetext.loader.run;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.policy.TextPolicy;
import java.util.Objects;

/**
 * Where an emulated kernel puts executable memory.
 *
 * @param policy which allocator it has
 * @param choices what can be chosen of that
 * @param version whose memory management it has
 * @param textTail whether programs may lie behind static text in its last 2 MiB page
 */
public record TextSetup(
    TextPolicy policy, TextPolicy.Choices choices, KernelVersion version, boolean textTail) {
  /** The series on its base, Linux 6.1, with the text tail. */
  public static final TextSetup DEFAULT =
      new TextSetup(TextPolicy.EXECMEM, TextPolicy.Choices.DEFAULT, KernelVersion.V6_1, true);

  public TextSetup {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(choices, "choices");
    if (!version.isAtLeast(policy.since())) {
      throw new IllegalArgumentException(
          "Linux %s has no %s".formatted(version.text(), policy.text()));
    }
    if (textTail && !policy.hasTextTail()) {
      throw new IllegalArgumentException(policy.text() + " has no text tail");
    }
  }

  /** A policy on the first emulated kernel that has it; with the text tail if it can have one. */
  public static TextSetup of(TextPolicy policy) {
    return new TextSetup(
        policy, TextPolicy.Choices.DEFAULT, policy.defaultVersion(), policy.hasTextTail());
  }

  /** The same with or without text tail. */
  public TextSetup withTextTail(boolean on) {
    return new TextSetup(policy, choices, version, on);
  }
}
