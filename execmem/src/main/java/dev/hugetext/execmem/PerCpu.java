package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.vmap.FreeAreaTree;
import dev.hugetext.execmem.vmap.VmapArea;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * The per-CPU areas: one unit a CPU in the direct map (the first chunk), reached by {@code gs}.
 *
 * <p>A per-CPU pointer is an offset in a unit; the address for one CPU is that plus the CPU's
 * offset, which is what its gs base holds. Thread safe.
 */
public final class PerCpu {
  /** Where a unit holds its own offset, for {@code add reg, gs:[this_cpu_off]}. */
  public static final int THIS_CPU_OFF = 0x100;

  /** Where a unit holds the number of its CPU, 4 bytes. */
  public static final int CPU_NUMBER = 0x108;

  private static final int UNIT_ORDER = 5;
  private static final long UNIT_BYTES = PageSize.KIB_4.bytes() << UNIT_ORDER;

  /** What a unit's static variables take; offset 0 is never handed out. */
  private static final long STATIC_BYTES = PageSize.KIB_4.bytes();

  private final KernelLayout layout;
  private final PhysicalMemory memory;
  private final long[] offsets;
  private final FreeAreaTree free = new FreeAreaTree();
  private final Map<Long, Long> sizes = new HashMap<>();

  PerCpu(InitMm mm, KernelHeap heap, int cpus) {
    layout = mm.layout();
    memory = mm.memory();
    offsets = new long[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      offsets[cpu] = heap.allocPages(UNIT_ORDER);
      if (offsets[cpu] == 0) {
        throw new IllegalStateException("no memory for the per-CPU area of CPU " + cpu);
      }
      long physical = layout.physicalOfDirectMap(offsets[cpu]);
      memory.putLong(physical + THIS_CPU_OFF, offsets[cpu]);
      memory.putInt(physical + CPU_NUMBER, cpu);
    }
    free.mergeOrAdd(new VmapArea(STATIC_BYTES, UNIT_BYTES, null));
  }

  /** What the gs base of a CPU holds: the address of its unit. */
  public long offset(int cpu) {
    return offsets[cpu];
  }

  /**
   * {@code alloc_percpu}: {@code size} zeroed bytes in every unit.
   *
   * @param align a power of two, at most a page
   * @return a per-CPU pointer, or 0 where the units are full
   */
  public synchronized long allocate(long size, long align) {
    VmapArea area = size <= 0 ? null : free.lowestMatch(size, align);
    if (area == null) {
      return 0;
    }
    long pointer = FreeAreaTree.placement(area, align, 0);
    if (free.clip(area, pointer, size) != 0) {
      return 0;
    }
    sizes.put(pointer, size);
    for (long offset : offsets) {
      memory.fill(layout.physicalOfDirectMap(offset) + pointer, size, 0);
    }
    return pointer;
  }

  /**
   * Gives back what {@link #allocate} returned; 0 is nothing to give back.
   *
   * @throws IllegalArgumentException if no such pointer is allocated
   */
  public synchronized void free(long pointer) {
    if (pointer == 0) {
      return;
    }
    Long size = sizes.remove(pointer);
    if (size == null) {
      throw new IllegalArgumentException("no per-CPU allocation 0x%x".formatted(pointer));
    }
    free.mergeOrAdd(new VmapArea(pointer, pointer + size, null));
  }
}
