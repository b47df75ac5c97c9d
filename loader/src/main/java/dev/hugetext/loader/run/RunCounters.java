package dev.hugetext.loader.run;

import dev.hugetext.x86.cpu.CpuCounters;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineCounters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run cost on the emulated machine.
 *
 * @param cpu what the CPUs did during the run
 * @param machine kernel operations since boot, so that loading is among them
 * @param modelledCycles cycles of the run by the machine's cycle model
 */
public record RunCounters(CpuCounters cpu, MachineCounters machine, long modelledCycles) {
  /** The counters of a run on {@code machine} that began when its CPUs stood at {@code before}. */
  static RunCounters since(Machine machine, CpuCounters before) {
    CpuCounters run = machine.cpuCounters().minus(before);
    long cycles = machine.cycleModel().cycles(run.instructions(), run.tlb());
    return new RunCounters(run, machine.counters(), cycles);
  }

  /** Every counter by the one name that it has everywhere, in the order in which they are shown. */
  public Map<String, Long> byName() {
    var named = new LinkedHashMap<String, Long>();
    named.put("instructions", cpu.instructions());
    named.put("itlb_loads", cpu.tlb().itlbLoads());
    named.put("itlb_misses", cpu.tlb().itlbMisses());
    named.put("itlb_stlb_hits", cpu.tlb().itlbStlbHits());
    named.put("walks_4k", cpu.tlb().walks4k());
    named.put("walks_2m", cpu.tlb().walks2m());
    named.put("walks_1g", cpu.tlb().walks1g());
    named.put("dtlb_loads", cpu.tlb().dtlbLoads());
    named.put("dtlb_misses", cpu.tlb().dtlbMisses());
    named.put("dtlb_stlb_hits", cpu.tlb().dtlbStlbHits());
    named.put("walk_cycles", cpu.tlb().walkCycles());
    named.put("flush_all", machine.flushAll());
    named.put("flush_range", machine.flushRange());
    named.put("flush_local", machine.flushLocal());
    named.put("ipis", machine.ipis());
    named.put("sync_cores", machine.syncCores());
    named.put("text_pokes", machine.textPokes());
    named.put("modelled_cycles", modelledCycles);
    return named;
  }
}
