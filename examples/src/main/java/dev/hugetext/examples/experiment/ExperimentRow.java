package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextMappings;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.x86.cpu.MachineCounters;
import dev.hugetext.x86.cpu.ShootdownTime;
import dev.hugetext.x86.memory.PageSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at one point of an experiment, since boot; and what a data walk costs then.
 *
 * @param configuration the kernel
 * @param counts each figure by the one name that it has everywhere
 * @param walks a data walk under each replacement policy of the configuration, at least one
 * @param shootdowns modelled time of all flushes
 * @param resetPermsCalls calls of {@code set_vm_flush_reset_perms}
 */
record ExperimentRow(
    Configuration configuration,
    Map<String, @Nullable Object> counts,
    List<DataWalk.Cost> walks,
    ShootdownTime shootdowns,
    long resetPermsCalls) {
  private static final long KIB = 1024;

  /** Counts now, and walks. */
  static ExperimentRow measure(ExperimentKernel on, long programs, long bytesRequested) {
    Configuration configuration = on.configuration();
    KernelMemory kernel = on.kernel();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("policy", configuration.policy().text());
    row.put("text_tail", configuration.textTail());
    row.put("kernel_version", configuration.setup().text().version().text());
    row.put("seed", configuration.setup().seed());
    row.put("cpus", configuration.setup().cpus());
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
    return new ExperimentRow(
        configuration, row, DataWalk.all(on), on.machine().shootdownTime(), on.resetPermsCalls());
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

  /** All figures with those of one of its walks, in the order in which they are written. */
  Map<String, @Nullable Object> values(DataWalk.Cost walk) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(counts);
    values.put("dtlb_misses", walk.dtlbMisses());
    values.put("walk_cycles", walk.walkCycles());
    values.put("walk_model", DataWalk.model(configuration.setup().tlb(), walk.policy().text()));
    values.put("modelled_cycles", walk.modelledCycles());
    return values;
  }

  /** A count by its name. */
  long number(String name) {
    if (counts.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException(name + " is no count of a row");
  }

  /** The least share of cycles in which a page walk was active, over the replacement policies. */
  double leastWalkShare() {
    return walks.stream().mapToDouble(DataWalk.Cost::walkShare).min().orElseThrow();
  }

  /** The greatest such share. */
  double greatestWalkShare() {
    return walks.stream().mapToDouble(DataWalk.Cost::walkShare).max().orElseThrow();
  }
}
