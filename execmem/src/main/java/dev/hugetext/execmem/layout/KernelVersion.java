package dev.hugetext.execmem.layout;

import java.util.Optional;

/**
 * The kernels whose memory management can be emulated, oldest first; V6_1 is the base of the patch
 * series. The columns say what of vmalloc differs.
 */
public enum KernelVersion {
  // @formatter:off  vmap    huge by      blocks    vrealloc   vrealloc
  //                 nodes   node share   linger    exists     shrinks
  V6_1 ("6.1",       false,  true,        false,    false,     false),
  V6_2 ("6.2",       false,  true,        false,    false,     false),
  V6_13("6.13",      true,   false,       true,     true,      false),
  V6_15("6.15",      true,   false,       true,     true,      false),
  V6_18("6.18",      true,   false,       true,     true,      true);
  // @formatter:on

  private final String text;
  private final boolean vmapNodes;
  private final boolean hugeByNodeShare;
  private final boolean blocksLinger;
  private final boolean vrealloc;
  private final boolean vreallocShrinks;

  KernelVersion(
      String text,
      boolean vmapNodes,
      boolean hugeByNodeShare,
      boolean blocksLinger,
      boolean vrealloc,
      boolean vreallocShrinks) {
    this.text = text;
    this.vmapNodes = vmapNodes;
    this.hugeByNodeShare = hugeByNodeShare;
    this.blocksLinger = blocksLinger;
    this.vrealloc = vrealloc;
    this.vreallocShrinks = vreallocShrinks;
  }

  /** As users write it, e.g. {@code 6.1}. */
  public String text() {
    return text;
  }

  /** Whether it is this version or a later one than {@code other}. */
  public boolean isAtLeast(KernelVersion other) {
    return compareTo(other) >= 0;
  }

  /**
   * Whether busy and lazily freed areas are spread over nodes, each with its own locks and with
   * pools of areas ready for use (6.9), rather than all in one tree.
   */
  public boolean hasVmapNodes() {
    return vmapNodes;
  }

  /** Whether each memory node's share of a request must fill a large page (until 6.13). */
  public boolean hugeByNodeShare() {
    return hugeByNodeShare;
  }

  /**
   * Whether a fragmented block of {@code vm_map_ram} is kept while a quarter of it can still be
   * used (6.5), rather than purged as soon as nothing in it is.
   */
  public boolean blocksLinger() {
    return blocksLinger;
  }

  /** Whether there is {@code vrealloc} (6.12). */
  public boolean hasVrealloc() {
    return vrealloc;
  }

  /** Whether {@code vrealloc} frees the pages that a smaller size no longer needs. */
  public boolean vreallocShrinks() {
    return vreallocShrinks;
  }

  /** The version written {@code text}, or empty. */
  public static Optional<KernelVersion> of(String text) {
    for (KernelVersion version : values()) {
      if (version.text.equals(text)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
