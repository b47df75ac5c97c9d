package dev.hugetext.loader.run;

import java.util.SplittableRandom;

/** One seeded generator for each CPU, as {@code bpf_get_prandom_u32} has one. */
final class CpuRandom {
  private final SplittableRandom[] generators;

  CpuRandom(long seed, int cpus) {
    var root = new SplittableRandom(seed);
    generators = new SplittableRandom[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      generators[cpu] = root.split();
    }
  }

  int next(int cpu) {
    return generators[cpu].nextInt();
  }
}
