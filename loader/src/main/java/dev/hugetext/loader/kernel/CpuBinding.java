package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Binds the calling thread to one CPU while it is open, so that what Linux keeps for each CPU (free
 * lists, for instance) is always that CPU's.
 */
public final class CpuBinding implements AutoCloseable {
  /** Room for 1024 CPUs, as in the C library. */
  private static final int SET_BYTES = 128;

  private final byte[] before;

  private CpuBinding(byte[] before) {
    this.before = before;
  }

  /**
   * Binds to CPU 0.
   *
   * @throws IllegalStateException if the thread may not run on it
   */
  public static CpuBinding toFirst() {
    return to(0);
  }

  /**
   * Binds.
   *
   * @param cpu its number
   * @throws IllegalStateException if the thread may not run on it
   */
  public static CpuBinding to(int cpu) {
    Objects.checkIndex(cpu, SET_BYTES * Byte.SIZE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
      if (Syscall.affinity(Syscall.NR_SCHED_GETAFFINITY, SET_BYTES, set) < 0) {
        throw new IllegalStateException("sched_getaffinity: refused");
      }
      var binding = new CpuBinding(set.toArray(JAVA_BYTE));
      set.fill((byte) 0);
      set.set(JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
      if (Syscall.affinity(Syscall.NR_SCHED_SETAFFINITY, SET_BYTES, set) < 0) {
        throw new IllegalStateException(
            "sched_setaffinity: this thread may not run on CPU %d".formatted(cpu));
      }
      return binding;
    }
  }

  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
      MemorySegment.copy(before, 0, set, JAVA_BYTE, 0, SET_BYTES);
      Syscall.affinity(Syscall.NR_SCHED_SETAFFINITY, SET_BYTES, set);
    }
  }
}
