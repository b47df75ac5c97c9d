package dev.hugetext.execmem.percpu;

import dev.hugetext.x86.memory.PageSize;

/**
 * How a chunk is cut into units, one a CPU, side by side: as many in 2 MiB as can be, with at least
 * {@link #MIN_BYTES} each ({@code pcpu_build_alloc_info}).
 *
 * @param cpus number of units
 * @param unitBytes size of each, a power of two
 */
public record PerCpuUnits(int cpus, long unitBytes) {
  /** What the first chunk's unit must hold: static variables and a reserve. */
  private static final long MIN_BYTES = 256 << 10;

  public PerCpuUnits {
    if (cpus < 1 || Long.bitCount(unitBytes) != 1 || unitBytes < PageSize.KIB_4.bytes()) {
      throw new IllegalArgumentException("%d units of 0x%x bytes".formatted(cpus, unitBytes));
    }
  }

  /** The units of a machine with so many CPUs. */
  public static PerCpuUnits of(int cpus) {
    long units = cpus == 1 ? 1 : Integer.highestOneBit(cpus - 1) * 2L;
    return new PerCpuUnits(cpus, Math.max(MIN_BYTES, PageSize.MIB_2.bytes() / units));
  }

  /** Bytes of a whole chunk: whole 2 MiB pages. */
  public long chunkBytes() {
    long large = PageSize.MIB_2.bytes();
    return (cpus * unitBytes + large - 1) & -large;
  }

  /** Where the unit of a CPU begins in a chunk. */
  public long unitOffset(int cpu) {
    return cpu * unitBytes;
  }
}
