package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.TlbGeometry;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.util.Objects;

/**
 * What a machine is made of.
 *
 * @param cpus number of CPUs, at least 1
 * @param nodes NUMA nodes that the CPUs are spread over evenly, in the order of their numbers
 * @param ramBytes physical memory in bytes, whole frames; costs only what is touched
 * @param firstFreeFrame number of the first 4 KiB frame that the allocator may hand out; those
 *     below are for whoever boots the machine
 * @param tlb the TLBs of each CPU
 * @param policy how their entries are replaced
 * @param reportStaleUse whether to compare each use of a held translation with the page tables;
 *     slow
 * @param shootdown how CPUs flush each other's TLBs
 * @param shootdownModel what that costs
 * @param seed of what is random in it: the random replacement of TLB entries
 */
public record MachineSpec(
    int cpus,
    int nodes,
    long ramBytes,
    long firstFreeFrame,
    TlbGeometry tlb,
    TlbPolicy policy,
    boolean reportStaleUse,
    ShootdownMode shootdown,
    ShootdownModel shootdownModel,
    long seed) {

  /** 4 CPUs, 64 GiB, Skylake-SP TLBs under tree-PLRU, interrupts; the first MiB is left alone. */
  public static final MachineSpec DEFAULT =
      new MachineSpec(
          4,
          1,
          64L << 30,
          256,
          TlbPreset.SKYLAKE_SP.geometry(),
          TlbPolicy.PLRU,
          false,
          ShootdownMode.IPI,
          ShootdownModel.DEFAULT,
          1);

  public MachineSpec {
    Objects.requireNonNull(tlb, "tlb");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(shootdown, "shootdown");
    Objects.requireNonNull(shootdownModel, "shootdownModel");
    if (cpus < 1 || nodes < 1) {
      throw new IllegalArgumentException("a machine of %d CPUs on %d nodes".formatted(cpus, nodes));
    }
    if (firstFreeFrame < 0 || firstFreeFrame >= ramBytes >>> PageSize.KIB_4.shift()) {
      throw new IllegalArgumentException(
          "no free frame from %d on in 0x%x bytes".formatted(firstFreeFrame, ramBytes));
    }
  }

  /** The node of a CPU. */
  int nodeOf(int cpu) {
    return (int) ((long) cpu * nodes / cpus);
  }

  /** The same with another number of CPUs. */
  public MachineSpec withCpus(int number) {
    return with(
        number, nodes, ramBytes, tlb, policy, reportStaleUse, shootdown, shootdownModel, seed);
  }

  /** The same with its CPUs on another number of nodes. */
  public MachineSpec withNodes(int number) {
    return with(
        cpus, number, ramBytes, tlb, policy, reportStaleUse, shootdown, shootdownModel, seed);
  }

  /** The same with other memory. */
  public MachineSpec withRam(long bytes) {
    return with(cpus, nodes, bytes, tlb, policy, reportStaleUse, shootdown, shootdownModel, seed);
  }

  /** The same with other TLBs. */
  public MachineSpec withTlb(TlbGeometry geometry, TlbPolicy replacement) {
    return with(
        cpus,
        nodes,
        ramBytes,
        geometry,
        replacement,
        reportStaleUse,
        shootdown,
        shootdownModel,
        seed);
  }

  /** The same with another way to flush other CPUs' TLBs. */
  public MachineSpec withShootdown(ShootdownMode mode, ShootdownModel model) {
    return with(cpus, nodes, ramBytes, tlb, policy, reportStaleUse, mode, model, seed);
  }

  /** The same with another seed. */
  public MachineSpec withSeed(long number) {
    return with(
        cpus, nodes, ramBytes, tlb, policy, reportStaleUse, shootdown, shootdownModel, number);
  }

  /** The same, with each use of a stale translation reported. */
  public MachineSpec reportingStaleUse() {
    return with(cpus, nodes, ramBytes, tlb, policy, true, shootdown, shootdownModel, seed);
  }

  private MachineSpec with(
      int newCpus,
      int newNodes,
      long newRam,
      TlbGeometry newTlb,
      TlbPolicy newPolicy,
      boolean report,
      ShootdownMode mode,
      ShootdownModel model,
      long newSeed) {
    return new MachineSpec(
        newCpus, newNodes, newRam, firstFreeFrame, newTlb, newPolicy, report, mode, model, newSeed);
  }
}
