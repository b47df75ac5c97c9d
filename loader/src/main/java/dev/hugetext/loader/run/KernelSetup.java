package dev.hugetext.loader.run;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.cpu.ShootdownModel;
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
 * @param text where programs are placed
 * @param hardware what kind of machine it is
 * @param vmapStack whether stacks lie in vmalloc space (CONFIG_VMAP_STACK), or in the direct map
 * @param seed of everything random: where functions of static text and programs lie, random numbers
 */
public record KernelSetup(
    int cpus,
    int nodes,
    long ramBytes,
    TlbPreset tlb,
    TlbPolicy tlbPolicy,
    TextSetup text,
    HardwareSetup hardware,
    boolean vmapStack,
    long seed) {
  /** 4 CPUs, 64 GiB on one node, Skylake-SP's TLBs under tree-PLRU, text tail, seed 1. */
  public static final KernelSetup DEFAULT =
      new KernelSetup(
          4,
          1,
          64L << 30,
          TlbPreset.SKYLAKE_SP,
          TlbPolicy.PLRU,
          TextSetup.DEFAULT,
          HardwareSetup.DEFAULT,
          false,
          1);

  /** The same with another number of CPUs. */
  public KernelSetup withCpus(int number) {
    return new KernelSetup(
        number, nodes, ramBytes, tlb, tlbPolicy, text, hardware, vmapStack, seed);
  }

  /** The same with text elsewhere. */
  public KernelSetup withText(TextSetup other) {
    return new KernelSetup(cpus, nodes, ramBytes, tlb, tlbPolicy, other, hardware, vmapStack, seed);
  }

  /** The same with at most so much memory, in bytes. */
  public KernelSetup withRamAtMost(long bytes) {
    long ram = Math.min(ramBytes, bytes);
    return new KernelSetup(cpus, nodes, ram, tlb, tlbPolicy, text, hardware, vmapStack, seed);
  }

  /** The same with stacks in vmalloc space or not. */
  public KernelSetup withVmapStack(boolean on) {
    return new KernelSetup(cpus, nodes, ramBytes, tlb, tlbPolicy, text, hardware, on, seed);
  }

  /** The machine. */
  public MachineSpec machineSpec() {
    return MachineSpec.DEFAULT
        .withCpus(cpus)
        .withNodes(nodes)
        .withRam(ramBytes)
        .withTlb(tlb.geometry(), tlbPolicy)
        .withShootdown(hardware.shootdown(), ShootdownModel.DEFAULT)
        .withSeed(seed);
  }

  /** How the kernel boots on it. */
  public BootOptions bootOptions() {
    return BootOptions.DEFAULT
        .withVersion(text.version())
        .withTextTail(text.textTail())
        .withOnlineNodes(nodes)
        .withOrder9Blocks(hardware.order9Blocks())
        .withMmu(hardware.mmu())
        .withArchHooks(hardware.archHooks());
  }

  /** The kernel's addresses. */
  public KernelLayout layout() {
    return hardware.kaslr() ? KernelLayout.linuxKaslr(seed) : KernelLayout.linux(seed);
  }
}
