package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.TestKernel;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.x86.cpu.MachineCounters;

/**
 * What some operation cost.
 *
 * @param full flushes of everything on all CPUs (GF), those of splits and collapses among them
 * @param ranged flushes page by page on all CPUs (GR)
 * @param pokes writes through the poking mm
 * @param level2 splits of 2 MiB pages of the direct map
 * @param level3 splits of 1 GiB pages of the direct map
 * @param entries page-table entries written, 513 for each split
 * @param tables page-table pages taken, less those given back
 */
record Costs(
    long full, long ranged, long pokes, long level2, long level3, long entries, long tables) {

  static Costs of(TestKernel machine, Runnable operation) {
    DirectMap map = machine.kernel.directMap();
    MachineCounters counters = machine.machine.counters();
    long level2 = map.level2Splits();
    long level3 = map.level3Splits();
    long entries = machine.table.entryWrites();
    int tables = machine.table.tablePages();
    operation.run();
    MachineCounters used = machine.machine.counters().minus(counters);
    return new Costs(
        used.flushAll(),
        used.flushRange(),
        used.textPokes(),
        map.level2Splits() - level2,
        map.level3Splits() - level3,
        machine.table.entryWrites() - entries,
        machine.table.tablePages() - tables);
  }

  /** The same without what happened to page tables. */
  Costs flushesOnly() {
    return new Costs(full, ranged, pokes, level2, level3, 0, 0);
  }

  static Costs flushes(long full, long ranged, long pokes, long level2, long level3) {
    return new Costs(full, ranged, pokes, level2, level3, 0, 0);
  }
}
