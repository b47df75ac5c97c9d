package dev.hugetext.execmem.sync;

import dev.hugetext.x86.cpu.Machine;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Which CPU the calling host thread drives: what kernel code asks with {@code smp_processor_id}.
 *
 * <p>A thread that never said otherwise drives CPU 0, so the one thread of the deterministic
 * machine need not know of this. Two threads must not drive one CPU at a time.
 */
public final class ThisCpu {
  private final int count;
  private final IntSupplier get;
  private final IntConsumer set;

  private ThisCpu(int count, IntSupplier get, IntConsumer set) {
    if (count < 1) {
      throw new IllegalArgumentException("a machine of %d CPUs".formatted(count));
    }
    this.count = count;
    this.get = get;
    this.set = set;
  }

  private ThisCpu(int count, ThreadLocal<Integer> driven) {
    this(count, driven::get, driven::set);
  }

  /** For {@code count} CPUs without a machine, all online. */
  public ThisCpu(int count) {
    this(count, ThreadLocal.withInitial(() -> 0));
  }

  /** What the machine itself says, which knows whose interrupts are whose. */
  public static ThisCpu of(Machine machine) {
    return new ThisCpu(
        machine.cpuCount(),
        () -> machine.currentCpu().id(),
        id -> machine.setCurrentCpu(machine.cpu(id)));
  }

  /** How many CPUs there are. */
  public int count() {
    return count;
  }

  /** The number of the CPU that this thread drives. */
  public int id() {
    return get.getAsInt();
  }

  /** From now on this thread drives {@code cpu}. */
  public void drive(int cpu) {
    if (cpu < 0 || cpu >= count) {
      throw new IllegalArgumentException("CPU %d of %d".formatted(cpu, count));
    }
    set.accept(cpu);
  }
}
