package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.pageattr.DirectMapShape;
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
  private static final long KIB = 1024;
  private static final long RAM_AND_HOLE = 10L << 30;
  private static final int PROGRAMS_A_HUNDRED_SPLITS = 512;

  private final ExperimentKernel on;
  private final List<ExperimentRow> rows = new ArrayList<>();
  private final RowLaws laws;
  private final ProgramInstances instances;
  private long bursts;

  /** Boots the machine and measures the first row. */
  DirectMapRun(Configuration configuration, Background background) {
    KernelSetup setup = configuration.setup();
    MachineSpec spec = setup.machineSpec().withRam(RAM_AND_HOLE);
    DirectMapSizes boot = PublishedRun.CLASSIC_FRESH.at(0);
    var shape =
        new DirectMapShape(boot.kb4k() * KIB, boot.kb2m() * KIB, boot.kb1g() * KIB, setup.seed());
    BootOptions options = setup.bootOptions().withDirectMap(shape);
    on = new ExperimentKernel(configuration, spec, options);
    Background.digHole(on.machine().frames());
    background.occupy(on.machine().frames(), RAM_AND_HOLE, setup.seed());
    rows.add(ExperimentRow.measure(on, 0, 0));
    laws = new RowLaws(configuration, rows.getFirst());
    instances = new ProgramInstances(on);
  }

  /**
   * Lets so many instances run at once, measures, and ends them.
   *
   * @throws TextRefusedException if one of them cannot be loaded
   */
  void instances(int count) throws TextRefusedException {
    for (int i = 0; i < count; i++) {
      long splits = on.kernel().directMap().level2Splits();
      instances.start();
      bursts += on.kernel().directMap().level2Splits() == splits ? 0 : 1;
    }
    ExperimentRow row = ExperimentRow.measure(on, count, instances.requestedBytes());
    rows.add(row);
    laws.check(row);
    laws.walksHardlyGrow(row);
    checkShape(row);
    instances.endAll();
  }

  private void checkShape(ExperimentRow row) {
    long splits = row.number("level2_splits");
    switch (row.configuration().policy()) {
      case MODULE_ALLOC ->
          laws.require(
              row,
              splits >= 100 * row.number("programs") / PROGRAMS_A_HUNDRED_SPLITS,
              "module_alloc splits at least 100 pages for each 512 programs at once");
      case PROG_PACK ->
          laws.require(
              row,
              bursts <= rows.size() - 1,
              "prog_pack splits in one burst for each pack it makes");
      case EXECMEM, ROX_CACHE -> laws.require(row, splits == 0, "no 2 MiB page is split");
    }
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
