package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.tlb.Mmu;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Interrupts and broadcasts between the CPUs of a machine: does them, counts them, adds up what
 * they cost in the model. Several threads may ask at once.
 */
final class Shootdowns {
  private final MachineSpec spec;
  private final List<Cpu> cpus;
  private final LongAdder all = new LongAdder();
  private final LongAdder ranges = new LongAdder();
  private final LongAdder local = new LongAdder();
  private final LongAdder broadcasts = new LongAdder();
  private final LongAdder coreSyncs = new LongAdder();
  private final DoubleAdder waited = new DoubleAdder();
  private final DoubleAdder stolen = new DoubleAdder();

  Shootdowns(MachineSpec spec, List<Cpu> cpus) {
    this.spec = spec;
    this.cpus = cpus;
  }

  void flushAll(Cpu from) {
    all.increment();
    everywhere(from, Mmu::flushAll, -1);
  }

  void flushRange(Cpu from, long start, long end) {
    ranges.increment();
    everywhere(from, mmu -> mmu.flushRange(start, end), pages(start, end));
  }

  /** Counts a flush by a CPU that asks no other. */
  void countLocal(long start, long end) {
    local.increment();
    waited.add(spec.shootdownModel().flush(pages(start, end)));
  }

  /** An interrupt does it, whatever the mode: only that serialises. */
  void syncCores(Cpu from) {
    coreSyncs.increment();
    interrupt(from, mmu -> {}, 0);
  }

  private static long pages(long start, long end) {
    return (end - start + PageSize.KIB_4.bytes() - 1) >>> PageSize.KIB_4.shift();
  }

  private void everywhere(Cpu from, Consumer<Mmu> flush, long pages) {
    switch (spec.shootdown()) {
      case IPI -> interrupt(from, flush, pages);
      case BROADCAST -> {
        broadcasts.increment();
        waited.add(spec.shootdownModel().broadcast() + spec.shootdownModel().flush(pages));
        cpus.forEach(cpu -> cpu.act(flush));
      }
    }
  }

  /** Every CPU acts before this returns; the one that asks needs no interrupt. */
  private void interrupt(Cpu from, Consumer<Mmu> action, long pages) {
    ShootdownModel model = spec.shootdownModel();
    double flush = model.flush(pages);
    double time = flush + (cpus.size() > 1 ? model.base() : 0);
    for (Cpu cpu : cpus) {
      if (cpu != from) {
        from.countSent();
        cpu.countReceived();
        time += model.perCpu() * (cpu.node() == from.node() ? 1 : model.farFactor());
        stolen.add(model.entry() + flush);
      }
      cpu.act(action);
    }
    waited.add(time);
  }

  MachineCounters counters(long textPokes) {
    long sent = cpus.stream().mapToLong(cpu -> cpu.interrupts().sent()).sum();
    long received = cpus.stream().mapToLong(cpu -> cpu.interrupts().received()).sum();
    return new MachineCounters(
        all.sum(),
        ranges.sum(),
        local.sum(),
        sent,
        received,
        broadcasts.sum(),
        coreSyncs.sum(),
        textPokes);
  }

  ShootdownTime time() {
    return new ShootdownTime(waited.sum(), stolen.sum());
  }
}
