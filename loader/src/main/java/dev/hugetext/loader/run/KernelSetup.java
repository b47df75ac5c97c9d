package dev.hugetext.loader.run;

import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;

/**
 * How an emulated kernel and its machine are set up.
 *
 * @param cpus number of CPUs
 * @param nodes memory nodes; an executable region has one 2 MiB page for each
 * @param ramBytes physical memory; costs the host only what is touched
 * @param tlb the TLBs of each CPU
 * @param tlbPolicy how their entries are replaced
 * @param textTail whether programs may lie behind static text in its last 2 MiB page
 * @param vmapStack whether stacks lie in vmalloc space (CONFIG_VMAP_STACK), or in the direct map
 * @param seed of everything random: where functions of static text and programs lie, random numbers
 */
public record KernelSetup(
    int cpus,
    int nodes,
    long ramBytes,
    TlbPreset tlb,
    TlbPolicy tlbPolicy,
    boolean textTail,
    boolean vmapStack,
    long seed) {
  /** 4 CPUs, 64 GiB on one node, Skylake-SP's TLBs under tree-PLRU, text tail, seed 1. */
  public static final KernelSetup DEFAULT =
      new KernelSetup(4, 1, 64L << 30, TlbPreset.SKYLAKE_SP, TlbPolicy.PLRU, true, false, 1);

  /** The same with stacks in vmalloc space or not. */
  public KernelSetup withVmapStack(boolean mapped) {
    return new KernelSetup(cpus, nodes, ramBytes, tlb, tlbPolicy, textTail, mapped, seed);
  }
}
