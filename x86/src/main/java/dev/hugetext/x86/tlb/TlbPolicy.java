package dev.hugetext.x86.tlb;

/**
 * Which entry of a full set makes room. An invalid way, the lowest first, is always taken before.
 *
 * <p>Under each of them a use of the way that its set used last changes nothing, so that {@link
 * SoftTlb} is exact under all.
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
  PLRU("plru"),

  /**
   * Not recently used: one bit a way is set by a use; when all of a set are set, the others are
   * cleared. The victim is the lowest way whose bit is clear (the lowest of all where none is,
   * which only sizes that may not use all ways can meet).
   */
  NRU("nru"),

  /** Any, each as likely; seeded. */
  RANDOM("random"),

  /** The one that has been there longest, used or not. */
  FIFO("fifo");

  private final String text;

  TlbPolicy(String text) {
    this.text = text;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }
}
