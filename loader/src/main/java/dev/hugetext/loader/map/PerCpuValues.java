package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;

/**
 * Values of which every CPU has its own, by per-CPU pointer. User space reads and writes those of
 * all CPUs as one run of bytes, each in whole 8-byte words: bytes behind a value are stored too.
 */
final class PerCpuValues {
  private final KernelHeap heap;
  private final ValueLayout layout;
  private final ValueLayout words;
  private final int stride;

  PerCpuValues(MapDef def, KernelHeap heap) {
    this.heap = heap;
    layout = new ValueLayout(def);
    stride = (int) BpfMap.roundUp8(def.valueSize());
    words = new ValueLayout(def, stride);
  }

  /** A per-CPU pointer to zeroed values, or 0. */
  long allocate() {
    return heap.allocatePerCpu(stride);
  }

  /** Bytes of all values together. */
  int userSize() {
    return stride * heap.cpus();
  }

  /** Stores the value of one CPU. */
  void store(long pointer, int cpu, byte[] value) {
    layout.store(heap.memory(), heap.perCpuAddress(pointer, cpu), value);
  }

  /** Stores the value of one CPU where no element was: other CPUs have zeros. */
  void initialise(long pointer, int cpu, byte[] value) {
    for (int other = 0; other < heap.cpus(); other++) {
      heap.memory().fill(heap.perCpuAddress(pointer, other), stride, 0);
    }
    layout.initialise(heap.memory(), heap.perCpuAddress(pointer, cpu), value);
  }

  /** Stores the values of all CPUs. */
  void storeAll(long pointer, byte[] values) {
    for (int cpu = 0; cpu < heap.cpus(); cpu++) {
      byte[] value = Arrays.copyOfRange(values, cpu * stride, (cpu + 1) * stride);
      words.store(heap.memory(), heap.perCpuAddress(pointer, cpu), value);
    }
  }

  /** The values of all CPUs. */
  byte[] loadAll(long pointer) {
    GuestMemory memory = heap.memory();
    byte[] values = new byte[userSize()];
    for (int cpu = 0; cpu < heap.cpus(); cpu++) {
      byte[] value = words.load(memory, heap.perCpuAddress(pointer, cpu));
      System.arraycopy(value, 0, values, cpu * stride, stride);
    }
    return values;
  }

  /** Where a CPU's value lies; 0 for a CPU that does not exist. */
  long address(long pointer, int cpu) {
    return cpu < 0 || cpu >= heap.cpus() ? 0 : heap.perCpuAddress(pointer, cpu);
  }
}
