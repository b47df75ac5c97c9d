package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.pageattr.DirectMapShape;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.MachineSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Aaron Lu's run of November 2022 on one policy, on a machine like his: 8 GB, of which a hole below
 * 4 GiB pushes 2 GiB up, and the DirectMap that he saw after boot. A row after boot, and one each
 * time that so many instances ran at once.
 */
final class DirectMapRun implements AutoCloseable {
  static final List<Integer> PUBLISHED_INSTANCES = List.of(512, 1024, 2048);

  private static final long KIB = 1024;
  private static final long RAM_AND_HOLE = 10L << 30;
  private static final long PUBLISHED_4K = 87_900 * KIB;
  private static final long PUBLISHED_2M = 5_154_816 * KIB;
  private static final long PUBLISHED_1G = 5_242_880 * KIB;

  private static final int PROGRAMS_A_HUNDRED_SPLITS = 512;
  private static final double GREATEST_WALK_GROWTH = 0.01;

  private final ExperimentKernel on;
  private final List<ExperimentRow> rows = new ArrayList<>();
  private final RowLaws laws;
  private final ProgramInstances instances;
  private final SplitBursts bursts;

  /** Boots the machine and measures the first row. */
  DirectMapRun(KernelSetup setup, Background background) {
    MachineSpec spec = setup.machineSpec().withRam(RAM_AND_HOLE);
    var shape = new DirectMapShape(PUBLISHED_4K, PUBLISHED_2M, PUBLISHED_1G, setup.seed());
    BootOptions options = setup.bootOptions().withDirectMap(shape);
    on = ExperimentKernel.boot(setup, spec, options);
    Background.digHole(on.machine().frames());
    background.occupy(on.machine().frames(), RAM_AND_HOLE, setup.seed());
    rows.add(ExperimentRow.measure(on, 0, 0));
    laws = new RowLaws(setup, rows.getFirst());
    instances = new ProgramInstances(on);
    bursts = new SplitBursts(on);
  }

  /** Lets so many instances run at once, measures, and ends them. */
  void instances(int count) {
    for (int i = 0; i < count; i++) {
      bursts.during(instances::start);
    }
    ExperimentRow row = ExperimentRow.measure(on, count, instances.requestedBytes());
    rows.add(row);
    laws.check(row);
    checkShape(row);
    instances.endAll();
  }

  private void checkShape(ExperimentRow row) {
    TextPolicy policy = row.configuration().policy();
    long splits = row.number("level2_splits");
    switch (policy) {
      case MODULE_ALLOC ->
          laws.require(
              row,
              splits >= 100 * row.number("programs") / PROGRAMS_A_HUNDRED_SPLITS,
              "module_alloc splits at least 100 pages for each 512 programs at once");
      case PROG_PACK ->
          laws.require(
              row,
              bursts.count() <= rows.size() - 1,
              "prog_pack splits in one burst for each pack it makes");
      case EXECMEM, ROX_CACHE -> laws.require(row, splits == 0, "no 2 MiB page is split");
    }
    double growth = row.walkShare() - rows.getFirst().walkShare();
    laws.require(row, growth <= GREATEST_WALK_GROWTH, "walks take at most 1 % more of all cycles");
  }

  List<ExperimentRow> rows() {
    return rows;
  }

  List<String> broken() {
    return laws.broken();
  }

  ExperimentKernel kernel() {
    return on;
  }

  @Override
  public void close() {
    on.close();
  }
}
