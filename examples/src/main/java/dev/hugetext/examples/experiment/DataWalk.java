package dev.hugetext.examples.experiment;

import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.Mmu;
import dev.hugetext.x86.tlb.TlbCounters;
import dev.hugetext.x86.tlb.TlbLatencies;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Kernel data used by a CPU whose TLBs are empty at first: the same seeded loads from the direct
 * map each time, most of them from some hot pages, the others from anywhere. What its page sizes
 * cost shows in the dTLB.
 *
 * <p>Loads are replayed as page touches with a number of instructions each; no bytes are read.
 */
final class DataWalk {
  private static final int WARM_UP = 50_000;
  private static final int LOADS = 200_000;
  private static final int HOT_PAGES = 512;
  private static final int HOT_GIBS = 8;
  private static final double COLD_SHARE = 0.02;
  private static final int INSTRUCTIONS_A_LOAD = 50;

  private final ExperimentKernel on;
  private final Mmu mmu;

  private DataWalk(ExperimentKernel on, TlbPolicy policy) {
    this.on = on;
    Machine machine = on.machine();
    long root = machine.kernelTable().root();
    long seed = machine.spec().seed();
    mmu = new Mmu(machine.spec().tlb(), policy, seed, machine.memory(), root, false);
  }

  /** What it does, for people. */
  static String describe() {
    return ("data walk: %d loads, %d instructions each; %.0f %% of them from anywhere in RAM, the others"
            + " from %d hot pages in at most %d GiB")
        .formatted(LOADS, INSTRUCTIONS_A_LOAD, 100 * COLD_SHARE, HOT_PAGES, HOT_GIBS);
  }

  /** Which TLBs, replacing in which way, and what misses cost in them. */
  static String model(TlbPreset tlb, String policies) {
    TlbLatencies latencies = tlb.geometry().latencies();
    return "%s, %s, fixed: second-level hit %d, walk %d cycles"
        .formatted(tlb.text(), policies, latencies.secondLevelHit(), latencies.walk());
  }

  /**
   * What the loads cost.
   *
   * @param policy how entries of the TLBs were replaced
   * @param dtlbMisses loads that took a walk
   * @param walkCycles cycles of these walks, modelled
   * @param modelledCycles all cycles of the loads and the instructions around them, modelled
   */
  record Cost(TlbPolicy policy, long dtlbMisses, long walkCycles, long modelledCycles) {
    /** The share of cycles in which a walk was active. */
    double walkShare() {
      return (double) walkCycles / modelledCycles;
    }
  }

  /** A walk under each replacement policy of the configuration. */
  static List<Cost> all(ExperimentKernel on) {
    return on.configuration().tlbPolicies().stream()
        .map(policy -> new DataWalk(on, policy).run(policy))
        .toList();
  }

  private Cost run(TlbPolicy policy) {
    SplittableRandom random = new SplittableRandom(on.configuration().setup().seed());
    long pages = on.machine().spec().ramBytes() / PageSize.KIB_4.bytes();
    long[] hot = hotPages(random, pages);
    touch(random, hot, pages, WARM_UP);
    TlbCounters before = mmu.counters();
    touch(random, hot, pages, LOADS);
    TlbCounters used = mmu.counters().minus(before);
    long instructions = (long) LOADS * INSTRUCTIONS_A_LOAD;
    return new Cost(
        policy,
        used.dtlbMisses(),
        used.walkCycles(),
        on.machine().cycleModel().cycles(instructions, used));
  }

  /** Hot pages of a few GiB: what a kernel uses much was allocated at about the same time. */
  private static long[] hotPages(SplittableRandom random, long pages) {
    long inGib = PageSize.GIB_1.bytes() / PageSize.KIB_4.bytes();
    long gibs = Math.max(1, pages / inGib);
    long[] areas = random.longs(HOT_GIBS, 0, gibs).toArray();
    long[] hot = new long[HOT_PAGES];
    for (int i = 0; i < hot.length; i++) {
      long page = areas[i % HOT_GIBS] * inGib + random.nextLong(inGib);
      hot[i] = page % pages;
    }
    return hot;
  }

  private void touch(SplittableRandom random, long[] hot, long pages, int loads) {
    for (int i = 0; i < loads; i++) {
      boolean cold = random.nextDouble() < COLD_SHARE;
      long page = cold ? random.nextLong(pages) : hot[random.nextInt(HOT_PAGES)];
      long va = on.kernel().layout().directMapAddress(page * PageSize.KIB_4.bytes());
      long _ = mmu.data().translate(va, false); // a hole is a load that was not
    }
  }
}
