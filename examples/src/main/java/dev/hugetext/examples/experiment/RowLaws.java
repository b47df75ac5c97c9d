package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.x86.cpu.ShootdownMode;
import java.util.ArrayList;
import java.util.List;

/** What the rows of any experiment must obey. */
final class RowLaws {
  private static final double GREATEST_WALK_GROWTH = 0.01;

  private final Configuration configuration;
  private final ExperimentRow boot;
  private final List<String> broken = new ArrayList<>();

  /** Laws on a kernel of this configuration, which stood at {@code boot} when it had booted. */
  RowLaws(Configuration configuration, ExperimentRow boot) {
    this.configuration = configuration;
    this.boot = boot;
  }

  /** Checks one row. */
  void check(ExperimentRow row) {
    splitsExplainTheDirectMap(row);
    var hardware = configuration.setup().hardware();
    if (hardware.shootdown() == ShootdownMode.IPI) {
      long flushes = row.number("flush_all") + row.number("flush_range");
      require(
          row,
          row.number("ipis") == flushes * (configuration.setup().cpus() - 1),
          "only flushes send interrupts, no poke does");
    }
    require(row, row.number("sync_cores") == 0, "loading text serialises no CPU");
    boolean large = hardware.order9Blocks() < 0;
    if (configuration.policy() == TextPolicy.EXECMEM && large) {
      require(row, row.number("level2_splits") == 0, "execmem splits no 2 MiB page");
    }
  }

  private void splitsExplainTheDirectMap(ExperimentRow row) {
    DirectMapSizes now = DirectMapSizes.of(row);
    DirectMapSizes before = DirectMapSizes.of(boot);
    long level2 = row.number("level2_splits") - boot.number("level2_splits");
    long level3 = row.number("level3_splits") - boot.number("level3_splits");
    require(row, now.sum() == before.sum(), "the direct map's size is constant");
    require(row, now.level2SplitsSince(before) == level2, "d(4k) = 2048 kB x level-2 splits");
    require(
        row,
        now.level3SplitsSince(before) == level3,
        "d(2M) = 1048576 kB x level-3 splits - d(4k)");
  }

  /** That page walks take hardly more of all cycles than after boot, however pages are replaced. */
  void walksHardlyGrow(ExperimentRow row) {
    for (int i = 0; i < row.walks().size(); i++) {
      double growth = row.walks().get(i).walkShare() - boot.walks().get(i).walkShare();
      require(row, growth <= GREATEST_WALK_GROWTH, "walks take at most 1 % more of all cycles");
    }
  }

  /** Notes that a law does not hold. */
  void require(ExperimentRow row, boolean holds, String law) {
    if (!holds) {
      broken.add(
          "%s, %d programs: not true that %s"
              .formatted(configuration.text(), row.number("programs"), law));
    }
  }

  /** The laws broken so far, in words. */
  List<String> broken() {
    return broken;
  }
}
