package dev.hugetext.x86.cpu;

import dev.hugetext.x86.tlb.TlbCounters;
import dev.hugetext.x86.tlb.TlbLatencies;

/**
 * Modelled cycles: a cost for each instruction and the cost of translation, nothing else. Good for
 * comparing runs of the same machine, not for predicting a real one; to be printed as a model.
 *
 * @param perInstruction cycles of an instruction that hits everything; 1 is a round figure
 * @param latencies what TLB misses cost
 */
public record CycleModel(double perInstruction, TlbLatencies latencies) {

  /** The cycles of a run. */
  public long cycles(long instructions, TlbCounters tlb) {
    long secondLevelHits = tlb.itlbStlbHits() + tlb.dtlbStlbHits();
    return Math.round(instructions * perInstruction)
        + secondLevelHits * latencies.secondLevelHit()
        + tlb.walkCycles();
  }
}
