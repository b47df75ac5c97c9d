package dev.hugetext.x86.cpu;

import dev.hugetext.x86.tlb.TlbCounters;

/**
 * What one CPU, or all of them, did.
 *
 * @param instructions executed instructions
 * @param tlb what the TLBs counted
 */
public record CpuCounters(long instructions, TlbCounters tlb) {
  /** All zero. */
  public static final CpuCounters ZERO = new CpuCounters(0, TlbCounters.ZERO);

  /** What two CPUs counted together. */
  public CpuCounters plus(CpuCounters other) {
    return new CpuCounters(instructions + other.instructions, tlb.plus(other.tlb));
  }

  /** What was counted since {@code earlier}. */
  public CpuCounters minus(CpuCounters earlier) {
    return new CpuCounters(instructions - earlier.instructions, tlb.minus(earlier.tlb));
  }
}
