package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineCounters;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.List;

/** A kernel booted on a small machine, and what the machine was asked for since. */
public final class TestKernel implements AutoCloseable {
  public static final long GIB = 1L << 30;

  public final Machine machine;
  public final PhysicalMemory physical;
  public final FrameAllocator frames;
  public final PageTable table;
  public final KernelMemory kernel;
  private MachineCounters before;

  private TestKernel(KernelImage image, BootOptions options, long ram) {
    machine = new Machine(MachineSpec.DEFAULT.withRam(ram).reportingStaleUse());
    physical = machine.memory();
    frames = machine.frames();
    table = machine.kernelTable();
    kernel = KernelMemory.boot(image.layout(), image, machine, options);
    before = machine.counters();
  }

  public static TestKernel boot(BootOptions options) {
    return boot(KernelLayout.linux(1), options, 4 * GIB);
  }

  public static TestKernel boot(KernelImage image, BootOptions options) {
    return new TestKernel(image, options, 4 * GIB);
  }

  public static TestKernel boot(KernelLayout layout, BootOptions options, long ram) {
    KernelImage image = KernelImage.withFunctions(layout, List.of("bpf_map_lookup_elem"));
    return new TestKernel(image, options, ram);
  }

  /** What was counted since boot, or since {@link #startCounting}. */
  public MachineCounters counts() {
    return machine.counters().minus(before);
  }

  public void startCounting() {
    before = machine.counters();
  }

  @Override
  public void close() {
    machine.close();
  }
}
