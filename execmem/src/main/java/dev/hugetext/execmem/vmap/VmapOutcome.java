package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.outcome.Errno;

/** What asking for address space comes to. */
public sealed interface VmapOutcome {
  /** A busy area. */
  record Allocated(VmapArea area) implements VmapOutcome {}

  /**
   * None: {@code EINVAL} for a size or alignment that is none, {@code EBUSY} where the range is
   * full.
   */
  record Refused(Errno error) implements VmapOutcome {}
}
