package dev.hugetext.x86.cpu;

import org.jspecify.annotations.Nullable;

/** Guest machine code as a task: runs a CPU from its RIP, some instructions a step. */
public final class GuestCode implements CpuTask {
  private final Engine engine;
  private final long instructionsPerStep;
  private long left;
  private @Nullable Stop stop;

  /**
   * A task for a CPU whose registers are set.
   *
   * @param instructionsPerStep how many it may execute before others may go on, at least 1
   * @param fuel the most instructions in all
   */
  public GuestCode(Engine engine, long instructionsPerStep, long fuel) {
    if (instructionsPerStep < 1) {
      throw new IllegalArgumentException("%d instructions a step".formatted(instructionsPerStep));
    }
    this.engine = engine;
    this.instructionsPerStep = instructionsPerStep;
    this.left = fuel;
  }

  @Override
  public boolean step(Cpu cpu) {
    long before = cpu.instructions();
    long most = Math.min(left, instructionsPerStep);
    Stop now = engine.run(cpu, most);
    boolean more = now instanceof Stop.OutOfFuel && left > most;
    left -= now instanceof Stop.OutOfFuel ? most : cpu.instructions() - before;
    if (!more) {
      stop = now;
    }
    return more;
  }

  /** Why it ended, or null where it did not yet. */
  public @Nullable Stop stop() {
    return stop;
  }
}
