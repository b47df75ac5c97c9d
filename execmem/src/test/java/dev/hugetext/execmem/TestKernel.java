package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.poke.PokeHooks;
import dev.hugetext.execmem.sync.Shootdown;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.List;

/** A booted kernel on memory without CPUs, which counts what would have been asked of them. */
final class TestKernel implements AutoCloseable, Shootdown, PokeHooks {
  static final long GIB = 1L << 30;

  final PhysicalMemory physical;
  final FrameAllocator frames;
  final PageTable table;
  final KernelMemory kernel;
  int flushAll;
  int flushRange;
  int flushLocal;
  int mmSwitches;
  long textBytesWritten;
  private long currentRoot;

  private TestKernel(KernelImage image, BootOptions options, long ram) {
    physical = PhysicalMemory.reserve(ram);
    frames = new FrameAllocator(0, ram >>> 12);
    table = new PageTable(physical, frames);
    currentRoot = table.root();
    kernel =
        new KernelMemory(
            image, new KernelHardware(physical, frames, table, 4, this, this), options);
    flushAll = 0;
    flushRange = 0;
    flushLocal = 0;
  }

  static TestKernel boot(BootOptions options) {
    return boot(KernelLayout.linux(1), options, 4 * GIB);
  }

  static TestKernel boot(KernelImage image, BootOptions options) {
    return new TestKernel(image, options, 4 * GIB);
  }

  static TestKernel boot(KernelLayout layout, BootOptions options, long ram) {
    KernelImage image = KernelImage.withFunctions(layout, List.of("bpf_map_lookup_elem"));
    return new TestKernel(image, options, ram);
  }

  @Override
  public void flushAll() {
    flushAll++;
  }

  @Override
  public void flushRange(long start, long end) {
    flushRange++;
  }

  @Override
  public void flushLocal(long start, long end) {
    flushLocal++;
  }

  @Override
  public long switchMm(long root) {
    mmSwitches++;
    long previous = currentRoot;
    currentRoot = root;
    return previous;
  }

  @Override
  public void textWritten(long physicalAddress, long length) {
    textBytesWritten += length;
  }

  @Override
  public void close() {
    physical.close();
  }
}
