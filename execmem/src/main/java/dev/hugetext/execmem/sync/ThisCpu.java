package dev.hugetext.execmem.sync;

/**
 * Which CPU the calling host thread drives: what kernel code asks with {@code smp_processor_id}.
 *
 * <p>A thread that never said otherwise drives CPU 0, so the one thread of the deterministic
 * machine need not know of this. Two threads must not drive one CPU at a time.
 */
public final class ThisCpu {
  private final int count;
  private final ThreadLocal<Integer> driven = ThreadLocal.withInitial(() -> 0);

  /** For a machine of {@code count} CPUs, all online. */
  public ThisCpu(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a machine of %d CPUs".formatted(count));
    }
    this.count = count;
  }

  /** How many CPUs there are. */
  public int count() {
    return count;
  }

  /** The number of the CPU that this thread drives. */
  public int id() {
    return driven.get();
  }

  /** From now on this thread drives {@code cpu}. */
  public void drive(int cpu) {
    if (cpu < 0 || cpu >= count) {
      throw new IllegalArgumentException("CPU %d of %d".formatted(cpu, count));
    }
    driven.set(cpu);
  }
}
