package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.ShootdownMode;
import java.util.ArrayList;
import java.util.List;

/** What the rows of any experiment must obey. */
final class RowLaws {
  private static final long LEVEL2_KB = 2048;
  private static final long LEVEL3_KB = 1 << 20;

  private final KernelSetup setup;
  private final ExperimentRow boot;
  private final List<String> broken = new ArrayList<>();

  /** Laws on a machine of this setup, which stood at {@code boot} when it had booted. */
  RowLaws(KernelSetup setup, ExperimentRow boot) {
    this.setup = setup;
    this.boot = boot;
  }

  /** Checks one row. */
  void check(ExperimentRow row) {
    splitsExplainTheDirectMap(row);
    if (setup.hardware().shootdown() == ShootdownMode.IPI) {
      long flushes = row.number("flush_all") + row.number("flush_range");
      require(
          row,
          row.number("ipis") == flushes * (setup.cpus() - 1),
          "only flushes send interrupts, no poke does");
    }
    require(row, row.number("sync_cores") == 0, "loading text serialises no CPU");
    boolean large = setup.hardware().order9Blocks() < 0;
    if (setup.text().policy() == TextPolicy.EXECMEM && large) {
      require(row, row.number("level2_splits") == 0, "execmem splits no 2 MiB page");
    }
  }

  private void splitsExplainTheDirectMap(ExperimentRow row) {
    long small = row.number("direct_map_4k_kb") - boot.number("direct_map_4k_kb");
    long large = row.number("direct_map_2m_kb") - boot.number("direct_map_2m_kb");
    long huge = row.number("direct_map_1g_kb") - boot.number("direct_map_1g_kb");
    long level2 = row.number("level2_splits") - boot.number("level2_splits");
    long level3 = row.number("level3_splits") - boot.number("level3_splits");
    require(row, small + large + huge == 0, "the direct map's size is constant");
    require(row, small == LEVEL2_KB * level2, "d(4k) = 2048 kB x level-2 splits");
    require(
        row, large == LEVEL3_KB * level3 - small, "d(2M) = 1048576 kB x level-3 splits - d(4k)");
  }

  /** Notes that a law does not hold. */
  void require(ExperimentRow row, boolean holds, String law) {
    if (!holds) {
      broken.add(
          "%s, tail %s, %d programs: not true that %s"
              .formatted(
                  row.configuration().policy().text(),
                  row.configuration().tailText(),
                  row.number("programs"),
                  law));
    }
  }

  /** The laws broken so far, in words. */
  List<String> broken() {
    return broken;
  }
}
