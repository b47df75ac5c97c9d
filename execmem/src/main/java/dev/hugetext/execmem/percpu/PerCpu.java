package dev.hugetext.execmem.percpu;

import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.execmem.vmap.PercpuAreas;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code alloc_percpu}: a per-CPU pointer is an address in the unit of CPU 0 minus that unit's
 * offset; the address for another CPU is the pointer plus that CPU's offset, which its gs base
 * holds. Thread safe.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/mm/percpu.c">pcpu_alloc</a>
 */
public final class PerCpu {
  /** Where a unit of the first chunk holds its own offset, for {@code gs:[this_cpu_off]}. */
  public static final int THIS_CPU_OFF = 0x100;

  /** Where a unit of the first chunk holds the number of its CPU, 4 bytes. */
  public static final int CPU_NUMBER = 0x108;

  /** Where a unit of the first chunk counts the depth of calls, 8 bytes, if calls are counted. */
  public static final int CALL_DEPTH = 0x110;

  /** What the static variables of the first chunk take; pointer 0 is never handed out. */
  private static final long STATIC_BYTES = PageSize.KIB_4.bytes();

  /** The largest allocation ({@code PCPU_MIN_UNIT_SIZE}). */
  private static final long MAX_BYTES = 32 << 10;

  /** Sizes and alignments are multiples of it ({@code PCPU_MIN_ALLOC_SIZE}). */
  private static final long MIN_BYTES = 4;

  private final GuestMemory memory;
  private final Warnings warnings;
  private final PercpuAreas areas;
  private final PerCpuUnits units;
  private final long firstBase;

  private final ReentrantLock allocMutex = new ReentrantLock();
  private final SpinLock lock = new SpinLock();
  private final PerCpuChunks chunks;

  /**
   * Per-CPU memory of {@code mm}.
   *
   * @param firstChunk address of the first chunk: {@link PerCpuUnits#chunkBytes} zeroed bytes
   * @param areas where further chunks come from
   */
  public PerCpu(InitMm mm, PerCpuUnits units, long firstChunk, PercpuAreas areas) {
    this.units = units;
    this.areas = areas;
    memory = new GuestMemory(mm.memory(), mm.table());
    warnings = mm.warnings();
    firstBase = firstChunk;
    chunks = new PerCpuChunks(units);
    PerCpuChunk first = new PerCpuChunk(firstChunk, units.unitBytes(), STATIC_BYTES);
    first.setPopulated(new PerCpuChunk.PageRun(0, PerCpuChunk.pageOf(units.unitBytes())));
    chunks.add(first);
    for (int cpu = 0; cpu < units.cpus(); cpu++) {
      memory.putLong(offset(cpu) + THIS_CPU_OFF, offset(cpu));
      memory.putInt(offset(cpu) + CPU_NUMBER, cpu);
    }
  }

  /** What the gs base of a CPU holds: the address of its unit in the first chunk. */
  public long offset(int cpu) {
    return firstBase + units.unitOffset(cpu);
  }

  /**
   * {@code alloc_percpu}: {@code size} zeroed bytes for every CPU.
   *
   * @param size 1 to 32768 bytes; anything else warns
   * @param align a power of two, at most a page
   * @return a per-CPU pointer, or 0 where it cannot be had
   */
  public long allocate(long size, long align) {
    if (size <= 0 || size > MAX_BYTES || align > PageSize.KIB_4.bytes() || align <= 0) {
      warnings.warnOnce(
          Warnings.Site.PERCPU_ILLEGAL_SIZE, "size %d or align %d".formatted(size, align));
      return 0;
    }
    long bytes = (size + MIN_BYTES - 1) & -MIN_BYTES;
    PerCpuChunks.Place place = populatedPlace(bytes, Math.max(align, MIN_BYTES));
    if (place == null) {
      return 0;
    }
    long pointer = place.chunk().base() + place.offset() - firstBase;
    for (int cpu = 0; cpu < units.cpus(); cpu++) {
      memory.fill(pointer + offset(cpu), bytes, 0);
    }
    return pointer;
  }

  /** A place with frames behind it, or null. */
  private PerCpuChunks.@Nullable Place populatedPlace(long bytes, long align) {
    allocMutex.lock();
    try {
      PerCpuChunks.Place place = place(bytes, align);
      if (place != null && !populate(place, bytes)) {
        giveBack(place.chunk(), place.offset());
        return null;
      }
      return place;
    } finally {
      allocMutex.unlock();
    }
  }

  private PerCpuChunks.@Nullable Place place(long bytes, long align) {
    PerCpuChunks.Place place = take(bytes, align);
    if (place != null) {
      return place;
    }
    long base = areas.create(units.cpus(), units.unitBytes());
    if (base == 0) {
      return null;
    }
    lock.lock();
    try {
      chunks.add(new PerCpuChunk(base, units.unitBytes(), 0));
      return chunks.take(bytes, align);
    } finally {
      lock.unlock();
    }
  }

  private PerCpuChunks.@Nullable Place take(long bytes, long align) {
    lock.lock();
    try {
      return chunks.take(bytes, align);
    } finally {
      lock.unlock();
    }
  }

  /** Gives every page of a place its frames, one for each CPU; false where frames are out. */
  private boolean populate(PerCpuChunks.Place place, long bytes) {
    PerCpuChunk chunk = place.chunk();
    int first = PerCpuChunk.pageOf(place.offset());
    int end = PerCpuChunk.pageOf(place.offset() + bytes - 1) + 1;
    for (var run = chunk.missing(first, end); run != null; run = chunk.missing(first, end)) {
      if (!areas.populate(chunk.base(), run.first(), run.end())) {
        return false;
      }
      chunk.setPopulated(run);
    }
    return true;
  }

  /**
   * {@code free_percpu}: gives back what {@link #allocate} returned; 0 is nothing to give back. A
   * second chunk that has become empty is taken apart.
   *
   * @throws IllegalArgumentException if no such pointer is allocated
   */
  public void free(long pointer) {
    if (pointer == 0) {
      return;
    }
    PerCpuChunk chunk;
    lock.lock();
    try {
      chunk = chunks.containing(pointer + firstBase);
    } finally {
      lock.unlock();
    }
    if (chunk == null || !giveBack(chunk, pointer + firstBase - chunk.base())) {
      throw new IllegalArgumentException("no per-CPU allocation 0x%x".formatted(pointer));
    }
    if (chunk.isEmpty()) {
      removeSurplus();
    }
  }

  private boolean giveBack(PerCpuChunk chunk, long offset) {
    lock.lock();
    try {
      boolean known = chunk.giveBack(offset);
      chunks.relocate(chunk);
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** What the kernel's balance worker does when woken: keeps one empty chunk. */
  private void removeSurplus() {
    allocMutex.lock();
    try {
      PerCpuChunk surplus;
      lock.lock();
      try {
        surplus = chunks.takeSurplus();
      } finally {
        lock.unlock();
      }
      if (surplus != null) {
        areas.destroy(surplus.base());
      }
    } finally {
      allocMutex.unlock();
    }
  }
}
