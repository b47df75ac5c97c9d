package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelVersion;

/** What {@code set_memory_*} of different kernels do differently. */
public enum AttributeEra {
  /** Up to 6.1: a change of NX alone does not visit the alias in the direct map. */
  NX_SKIPS_ALIAS,

  /** From 6.2: {@code set_memory_rox} exists; the alias is always visited, so all is flushed. */
  ALWAYS_ALIAS,

  /** From 6.15: besides, {@code set_memory_rox} makes large pages again of what was split. */
  COLLAPSE;

  /** The era of a kernel. */
  public static AttributeEra of(KernelVersion version) {
    return switch (version) {
      case V6_1 -> NX_SKIPS_ALIAS;
      case V6_2, V6_13 -> ALWAYS_ALIAS;
      case V6_15, V6_18 -> COLLAPSE;
    };
  }

  /** Whether a change that leaves the alias as it is counts as having visited it. */
  boolean visitsAliasForNothing() {
    return this != NX_SKIPS_ALIAS;
  }

  /** Whether one call can take write access and allow execution. */
  public boolean hasReadOnlyExecutable() {
    return this != NX_SKIPS_ALIAS;
  }
}
