package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuCounters;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.memory.PageSize;
import java.util.SplittableRandom;

/**
 * Kernel data used by a CPU: the same seeded loads from the direct map each time, most of them from
 * some hot pages, the others from anywhere. What its page sizes cost shows in the dTLB.
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

  private final Machine machine;
  private final KernelMemory kernel;
  private final long seed;

  DataWalk(Machine machine, KernelMemory kernel, long seed) {
    this.machine = machine;
    this.kernel = kernel;
    this.seed = seed;
  }

  /** What it does, for people. */
  static String describe() {
    return ("data walk: %d loads, %d instructions each; %.0f %% of them from anywhere in RAM, the others"
            + " from %d hot pages in at most %d GiB")
        .formatted(LOADS, INSTRUCTIONS_A_LOAD, 100 * COLD_SHARE, HOT_PAGES, HOT_GIBS);
  }

  /**
   * What the loads cost.
   *
   * @param dtlbMisses loads that took a walk
   * @param walkCycles cycles of these walks, modelled
   * @param modelledCycles all cycles of the loads and the instructions around them, modelled
   */
  record Cost(long dtlbMisses, long walkCycles, long modelledCycles) {
    /** The share of cycles in which a walk was active. */
    double walkShare() {
      return (double) walkCycles / modelledCycles;
    }
  }

  Cost run() {
    SplittableRandom random = new SplittableRandom(seed);
    long pages = machine.spec().ramBytes() / PageSize.KIB_4.bytes();
    long[] hot = hotPages(random, pages);
    Cpu cpu = machine.cpu(0);
    touch(cpu, random, hot, pages, WARM_UP);
    CpuCounters before = cpu.counters();
    touch(cpu, random, hot, pages, LOADS);
    CpuCounters used = cpu.counters().minus(before);
    long instructions = (long) LOADS * INSTRUCTIONS_A_LOAD;
    return new Cost(
        used.tlb().dtlbMisses(),
        used.tlb().walkCycles(),
        machine.cycleModel().cycles(instructions, used.tlb()));
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

  private void touch(Cpu cpu, SplittableRandom random, long[] hot, long pages, int loads) {
    for (int i = 0; i < loads; i++) {
      boolean cold = random.nextDouble() < COLD_SHARE;
      long page = cold ? random.nextLong(pages) : hot[random.nextInt(HOT_PAGES)];
      long va = kernel.layout().directMapAddress(page * PageSize.KIB_4.bytes());
      long _ = cpu.mmu().data().translate(va, false); // a hole is a load that was not
    }
  }
}
