package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.pageattr.AttributeEra;
import dev.hugetext.execmem.pageattr.CpaStatistics;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.execmem.sync.TlbEvents;
import dev.hugetext.x86.memory.PageSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** The kernel's own counters, line by line as its files print them. */
public final class ProcFiles {
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final long TIB = MIB * MIB;
  private static final String TEXT_MAPPING = "kernel text mapping";

  private ProcFiles() {}

  /** The direct map's lines of {@code /proc/meminfo}; the last only if there are such pages. */
  public static String meminfo(KernelMemory kernel) {
    DirectMap map = kernel.directMap();
    String text =
        meminfoLine("DirectMap4k:", map.mappedBytes(PageSize.KIB_4))
            + meminfoLine("DirectMap2M:", map.mappedBytes(PageSize.MIB_2));
    long gigabytes = map.mappedBytes(PageSize.GIB_1);
    return gigabytes == 0 ? text : text + meminfoLine("DirectMap1G:", gigabytes);
  }

  private static String meminfoLine(String name, long bytes) {
    return "%-15s %8d kB\n".formatted(name, bytes / KIB);
  }

  /**
   * The lines of {@code /proc/vmstat} on TLB flushes (CONFIG_DEBUG_TLBFLUSH) and on the direct map;
   * collapses only where the kernel has them.
   */
  public static String vmstat(KernelMemory kernel) {
    TlbEvents tlb = kernel.tlbFlush().events();
    DirectMap map = kernel.directMap();
    Map<String, Long> lines = new LinkedHashMap<>();
    lines.put("nr_tlb_remote_flush", tlb.remoteFlush());
    lines.put("nr_tlb_remote_flush_received", tlb.remoteFlushReceived());
    lines.put("nr_tlb_local_flush_all", tlb.localFlushAll());
    lines.put("nr_tlb_local_flush_one", tlb.localFlushOne());
    lines.put("direct_map_level2_splits", map.level2Splits());
    lines.put("direct_map_level3_splits", map.level3Splits());
    if (kernel.attributes().era() == AttributeEra.COLLAPSE) {
      lines.put("direct_map_level2_collapses", map.level2Collapses());
      lines.put("direct_map_level3_collapses", map.level3Collapses());
    }
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  /** {@code /sys/kernel/debug/x86/cpa_stats}. */
  public static String cpaStats(KernelMemory kernel) {
    CpaStatistics found = kernel.attributes().statistics();
    return cpaLine("1G pages checked:", found.checked1g())
        + cpaLine("1G pages sameprot:", found.sameProtection1g())
        + cpaLine("1G pages preserved:", found.preserved1g())
        + cpaLine("2M pages checked:", found.checked2m())
        + cpaLine("2M pages sameprot:", found.sameProtection2m())
        + cpaLine("2M pages preserved:", found.preserved2m())
        + cpaLine("4K pages set-checked:", found.setChecked4k());
  }

  /**
   * The ranges of kernel addresses as Documentation/arch/x86/x86_64/mm.rst lists them, with the one
   * line that the series changes.
   */
  public static String memoryMap(KernelMemory kernel) {
    KernelLayout layout = kernel.layout();
    String text = kernel.textTail().isPresent() ? "kernel text mapping and execmem" : TEXT_MAPPING;
    return mapLine(layout.directMap(), "direct mapping of all physical memory")
        + mapLine(layout.vmalloc(), "vmalloc/ioremap space")
        + mapLine(layout.image(), text + ", mapped to physical address 0")
        + mapLine(layout.modules(), "module mapping space");
  }

  private static String mapLine(AddressRange range, String what) {
    boolean terabytes = range.bytes() >= TIB;
    return "%016x | %016x | %4d %s | %s\n"
        .formatted(
            range.start(),
            range.end() - 1,
            range.bytes() / (terabytes ? TIB : MIB),
            terabytes ? "TB" : "MB",
            what);
  }

  private static String cpaLine(String name, long count) {
    return "%-21s %16d\n".formatted(name, count);
  }
}
