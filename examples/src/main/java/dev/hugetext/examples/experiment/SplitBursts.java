package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.pageattr.DirectMap;

/** Counts operations during which 2 MiB pages of the direct map were split, however many. */
final class SplitBursts {
  private final DirectMap map;
  private long bursts;

  SplitBursts(ExperimentKernel on) {
    map = on.kernel().directMap();
  }

  /** Does something that may be a burst. */
  void during(Runnable operation) {
    long before = map.level2Splits();
    operation.run();
    bursts += map.level2Splits() == before ? 0 : 1;
  }

  long count() {
    return bursts;
  }
}
