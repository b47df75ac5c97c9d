package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextMappings;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.cpu.MachineCounters;
import dev.hugetext.x86.cpu.ShootdownTime;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.TlbLatencies;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at one point of an experiment, since boot; the walk's figures are of this row's
 * walk alone.
 *
 * @param configuration policy and tail
 * @param values each figure by the one name that it has everywhere
 * @param shootdowns modelled time of all flushes
 */
record ExperimentRow(
    Configuration configuration, Map<String, @Nullable Object> values, ShootdownTime shootdowns) {
  private static final long KIB = 1024;

  /** Counts now, after a data walk. */
  static ExperimentRow measure(ExperimentKernel on, long programs, long bytesRequested) {
    KernelSetup setup = on.setup();
    KernelMemory kernel = on.kernel();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    var configuration = new Configuration(setup.text().policy(), setup.text().textTail());
    boolean hasTail = setup.text().policy().hasTextTail();
    row.put("policy", setup.text().policy().text());
    row.put("text_tail", hasTail ? configuration.tailText() : null);
    row.put("kernel_version", setup.text().version().text());
    row.put("seed", setup.seed());
    row.put("cpus", setup.cpus());
    row.put("programs", programs);
    putDirectMap(row, kernel.directMap());
    putOperations(row, on.machine().counters());
    TextUsage usage = on.text().usage();
    row.put("bytes_requested", bytesRequested);
    row.put("bytes_occupied", usage.occupied());
    row.put("bytes_backed", usage.backed());
    TextMappings mappings = TextMappings.of(kernel);
    row.put("exec_mappings_4k", mappings.kib4());
    row.put("exec_mappings_2m", mappings.mib2());
    row.put("page_table_pages", on.machine().kernelTable().tablePages());
    DataWalk.Cost walk = new DataWalk(on.machine(), kernel, setup.seed()).run();
    row.put("dtlb_misses", walk.dtlbMisses());
    row.put("walk_cycles", walk.walkCycles());
    row.put("walk_model", walkModel(setup));
    row.put("modelled_cycles", walk.modelledCycles());
    return new ExperimentRow(configuration, row, on.machine().shootdownTime());
  }

  private static void putDirectMap(Map<String, @Nullable Object> row, DirectMap map) {
    row.put("direct_map_4k_kb", map.mappedBytes(PageSize.KIB_4) / KIB);
    row.put("direct_map_2m_kb", map.mappedBytes(PageSize.MIB_2) / KIB);
    row.put("direct_map_1g_kb", map.mappedBytes(PageSize.GIB_1) / KIB);
    row.put("level2_splits", map.level2Splits());
    row.put("level3_splits", map.level3Splits());
  }

  private static void putOperations(Map<String, @Nullable Object> row, MachineCounters counters) {
    row.put("flush_all", counters.flushAll());
    row.put("flush_range", counters.flushRange());
    row.put("flush_local", counters.flushLocal());
    row.put("ipis", counters.ipis());
    row.put("sync_cores", counters.syncCores());
    row.put("text_pokes", counters.textPokes());
  }

  /** Which latencies walks have. */
  static String walkModel(KernelSetup setup) {
    TlbLatencies latencies = setup.tlb().geometry().latencies();
    return "%s, fixed: second-level hit %d, walk %d cycles"
        .formatted(setup.tlb().text(), latencies.secondLevelHit(), latencies.walk());
  }

  /** A figure by its name. */
  long number(String name) {
    if (values.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException(name + " is no figure of a row");
  }

  /** Walk cycles as a share of all modelled ones. */
  double walkShare() {
    return (double) number("walk_cycles") / number("modelled_cycles");
  }
}
