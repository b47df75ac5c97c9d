package dev.hugetext.x86.tlb;

/**
 * What a CPU's two TLB sides counted, with perf's names.
 *
 * @param itlbLoads iTLB-loads: page changes of the instruction stream, in pages of 4 KiB
 * @param itlbMisses iTLB-load-misses: missed both levels, so a walk began
 * @param itlbStlbHits itlb_misses.stlb_hit: missed the first level, hit the second
 * @param walks4k itlb_misses.walk_completed_4k: instruction walks that found a 4 KiB page
 * @param walks2m itlb_misses.walk_completed_2m_4m
 * @param walks1g itlb_misses.walk_completed_1g
 * @param dtlbLoads dTLB-loads: loads and stores; an access across a page boundary counts twice
 * @param dtlbMisses dTLB-load-misses
 * @param dtlbStlbHits dtlb_load_misses.stlb_hit
 * @param walkCycles modelled cycles of the completed walks of both sides
 */
public record TlbCounters(
    long itlbLoads,
    long itlbMisses,
    long itlbStlbHits,
    long walks4k,
    long walks2m,
    long walks1g,
    long dtlbLoads,
    long dtlbMisses,
    long dtlbStlbHits,
    long walkCycles) {

  /** All zero. */
  public static final TlbCounters ZERO = new TlbCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What two CPUs counted together. */
  public TlbCounters plus(TlbCounters other) {
    return new TlbCounters(
        itlbLoads + other.itlbLoads,
        itlbMisses + other.itlbMisses,
        itlbStlbHits + other.itlbStlbHits,
        walks4k + other.walks4k,
        walks2m + other.walks2m,
        walks1g + other.walks1g,
        dtlbLoads + other.dtlbLoads,
        dtlbMisses + other.dtlbMisses,
        dtlbStlbHits + other.dtlbStlbHits,
        walkCycles + other.walkCycles);
  }

  /** What was counted since {@code earlier}. */
  public TlbCounters minus(TlbCounters earlier) {
    return new TlbCounters(
        itlbLoads - earlier.itlbLoads,
        itlbMisses - earlier.itlbMisses,
        itlbStlbHits - earlier.itlbStlbHits,
        walks4k - earlier.walks4k,
        walks2m - earlier.walks2m,
        walks1g - earlier.walks1g,
        dtlbLoads - earlier.dtlbLoads,
        dtlbMisses - earlier.dtlbMisses,
        dtlbStlbHits - earlier.dtlbStlbHits,
        walkCycles - earlier.walkCycles);
  }
}
