package dev.hugetext.x86.cpu;

import dev.hugetext.x86.tlb.TlbGeometry;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.util.Objects;

/**
 * What a machine is made of.
 *
 * @param cpus number of CPUs, at least 1
 * @param ramBytes physical memory in bytes, whole frames; costs only what is touched
 * @param firstFreeFrame number of the first 4 KiB frame that the allocator may hand out; those
 *     below are for whoever boots the machine
 * @param tlb the TLBs of each CPU
 * @param policy how their entries are replaced
 * @param reportStaleUse whether to compare each use of a held translation with the page tables;
 *     slow
 */
public record MachineSpec(
    int cpus,
    long ramBytes,
    long firstFreeFrame,
    TlbGeometry tlb,
    TlbPolicy policy,
    boolean reportStaleUse) {

  /** 4 CPUs, 64 GiB, Skylake-SP TLBs under tree-PLRU; the first MiB is left alone. */
  public static final MachineSpec DEFAULT =
      new MachineSpec(4, 64L << 30, 256, TlbPreset.SKYLAKE_SP.geometry(), TlbPolicy.PLRU, false);

  public MachineSpec {
    Objects.requireNonNull(tlb, "tlb");
    Objects.requireNonNull(policy, "policy");
    if (cpus < 1) {
      throw new IllegalArgumentException("a machine of %d CPUs".formatted(cpus));
    }
    if (firstFreeFrame < 0 || firstFreeFrame >= ramBytes >>> 12) {
      throw new IllegalArgumentException(
          "no free frame from %d on in 0x%x bytes".formatted(firstFreeFrame, ramBytes));
    }
  }

  /** The same with another number of CPUs. */
  public MachineSpec withCpus(int number) {
    return new MachineSpec(number, ramBytes, firstFreeFrame, tlb, policy, reportStaleUse);
  }

  /** The same with other memory. */
  public MachineSpec withRam(long bytes) {
    return new MachineSpec(cpus, bytes, firstFreeFrame, tlb, policy, reportStaleUse);
  }

  /** The same with other TLBs. */
  public MachineSpec withTlb(TlbGeometry geometry, TlbPolicy replacement) {
    return new MachineSpec(cpus, ramBytes, firstFreeFrame, geometry, replacement, reportStaleUse);
  }

  /** The same, with each use of a stale translation reported. */
  public MachineSpec reportingStaleUse() {
    return new MachineSpec(cpus, ramBytes, firstFreeFrame, tlb, policy, true);
  }
}
