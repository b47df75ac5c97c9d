package dev.hugetext.bench;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Claim: with 100,000 programs live, execmem frees one and allocates another, of 64 to 1024 bytes,
 * at least 2 million times a second on one thread, and with a million live it takes at most three
 * times as long as with ten thousand. Sizes are whole chunks of 64 bytes, as BPF asks for them; the
 * victim is any of the live ones. Nothing executes, so the TLBs are idle; pokes go through the
 * private address space. Time is the thread's CPU time. See RESULTS.md.
 */
public final class ExecmemChurnBench {
  private static final int CHUNK = 64;
  private static final int MAX_CHUNKS = 1024 / CHUNK;
  private static final int PAIRS = 100_000;

  private ExecmemChurnBench() {}

  /** Arguments: rounds (best counts), seed, how many are live (default the three of the claim). */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    System.out.printf("seed %d, best of %d rounds of %d pairs%n", seed, rounds, PAIRS);
    for (int live : lives(args)) {
      System.out.printf("%9d live: %.0f ns a pair%n", live, best(live, rounds, seed));
    }
  }

  private static int[] lives(String[] args) {
    return args.length > 2
        ? new int[] {Integer.parseInt(args[2])}
        : new int[] {10_000, 100_000, 1_000_000};
  }

  private static double best(int live, int rounds, long seed) {
    try (Machine machine = new Machine(MachineSpec.DEFAULT)) {
      var image = KernelImage.withFunctions(KernelLayout.linux(seed), List.of());
      var kernel = KernelMemory.boot(image.layout(), image, machine, BootOptions.DEFAULT);
      Execmem execmem = new Execmem(kernel);
      SplittableRandom random = new SplittableRandom(seed);
      long[] blocks = new long[live];
      for (int i = 0; i < live; i++) {
        blocks[i] = execmem.alloc(size(random), CHUNK);
      }
      churn(execmem, blocks, random); // compiled and in its steady state
      double best = Double.MAX_VALUE;
      for (int round = 0; round < rounds; round++) {
        long start = cpuNanos();
        churn(execmem, blocks, random);
        best = Math.min(best, (cpuNanos() - start) / (double) PAIRS);
      }
      return best;
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long size(SplittableRandom random) {
    return (long) random.nextInt(1, MAX_CHUNKS + 1) * CHUNK;
  }

  private static void churn(Execmem execmem, long[] blocks, SplittableRandom random) {
    for (int i = 0; i < PAIRS; i++) {
      int victim = random.nextInt(blocks.length);
      execmem.free(blocks[victim]);
      blocks[victim] = execmem.alloc(size(random), CHUNK);
      if (blocks[victim] == 0) {
        throw new IllegalStateException("execmem_alloc failed");
      }
    }
  }
}
