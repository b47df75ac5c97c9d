package dev.hugetext.x86.tlb;

/**
 * Which entry of a full set makes room. An invalid way, the lowest first, is always taken before.
 */
public enum TlbPolicy {
  /** The least recently used. */
  LRU("lru"),

  /**
   * Tree-PLRU: one bit a node points away from the half used last. Sets whose number of ways is not
   * a power of two are groups of the largest power of two that divides it; the victim's group is
   * the one after the group used last. For twelve ways this is "(MRU+1)%3 PLRU4", what Tatar et al.
   * (TLB;DR, USENIX Security 2022) report of Skylake-like second levels; named from memory.
   */
  PLRU("plru");

  private final String text;

  TlbPolicy(String text) {
    this.text = text;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }
}
