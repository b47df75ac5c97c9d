package dev.hugetext.execmem;

import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.execmem.percpu.PerCpuUnits;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.vmap.PercpuAreas;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.PageSize;

/** The kernel's data in the direct map: heap, per-CPU areas, and a stack for each CPU. */
final class KernelData {
  /** A kernel stack is 16 KiB. */
  private static final int STACK_ORDER = 2;

  private final KernelHeap heap;
  private final PerCpu perCpu;
  private final long[] stackTops;

  KernelData(InitMm mm, VmapSpace space) {
    int cpus = mm.cpu().count();
    heap = new KernelHeap(mm);
    PerCpuUnits units = PerCpuUnits.of(cpus);
    long first = heap.allocateBlock(units.chunkBytes());
    if (first == 0) {
      throw new IllegalStateException("no memory for the per-CPU areas");
    }
    perCpu = new PerCpu(mm, units, first, new PercpuAreas(mm, space));
    stackTops = new long[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      long stack = heap.allocPages(STACK_ORDER);
      if (stack == 0) {
        throw new IllegalStateException("no memory for the stack of CPU " + cpu);
      }
      stackTops[cpu] = stack + (PageSize.KIB_4.bytes() << STACK_ORDER);
    }
  }

  KernelHeap heap() {
    return heap;
  }

  PerCpu perCpu() {
    return perCpu;
  }

  long stackTop(int cpu) {
    return stackTops[cpu];
  }

  /** Lets each CPU's registers point to what is its own. */
  void startCpus(Machine machine) {
    for (int cpu = 0; cpu < stackTops.length; cpu++) {
      CpuState state = machine.cpu(cpu).state();
      state.setGsBase(perCpu.offset(cpu));
      state.set(Gpr.RSP, stackTops[cpu]);
    }
  }
}
