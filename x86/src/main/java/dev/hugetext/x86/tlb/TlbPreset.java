package dev.hugetext.x86.tlb;

/**
 * Processors whose TLBs are known well enough to name. Each array says where its figures come from
 * and what was chosen where sources conflict. CPUID means the dumps of InstLatx64 (2026-07-22).
 *
 * <p>All are seen by one thread that has the core to itself. Left out of all: the 16 entries that
 * newer Intel cores keep for stores (stores use the array of loads), AMD's coalescing of
 * neighbouring pages, caches of the upper levels of page tables.
 */
public enum TlbPreset {
  /** Skylake-SP and Cascade Lake. */
  SKYLAKE_SP("skylake-sp", IntelTlbs.skylakeSp()),

  /** Ice Lake-SP: Sunny Cove. */
  ICELAKE_SP("icelake-sp", IntelTlbs.iceLakeSp()),

  /** Sapphire and Emerald Rapids, Alder Lake P: Golden Cove. */
  GOLDEN_COVE("golden-cove", IntelTlbs.goldenCove()),

  /** Granite Rapids, Meteor Lake P: Redwood Cove. */
  REDWOOD_COVE("redwood-cove", IntelTlbs.redwoodCove()),

  /** Rome and Matisse. */
  ZEN2("zen2", AmdTlbs.zen2()),

  /** Milan and Vermeer. */
  ZEN3("zen3", AmdTlbs.zen3()),

  /** Genoa and Raphael. */
  ZEN4("zen4", AmdTlbs.zen4()),

  /** Turin. */
  ZEN5("zen5", AmdTlbs.zen5());

  private final String text;
  private final TlbGeometry geometry;

  TlbPreset(String text, TlbGeometry geometry) {
    this.text = text;
    this.geometry = geometry;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }

  /** What it has. */
  public TlbGeometry geometry() {
    return geometry;
  }
}
