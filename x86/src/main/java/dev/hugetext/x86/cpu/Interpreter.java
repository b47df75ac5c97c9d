package dev.hugetext.x86.cpu;

/**
 * Executes machine code one instruction at a time, decoded once for each block, with every counter
 * exact. Has no state of its own: one serves all CPUs.
 */
public final class Interpreter implements Engine {
  /** How many instructions a CPU executes before others, on other host threads, may act for it. */
  private static final long SLICE = 256;

  /** An interpreter. */
  public Interpreter() {}

  @Override
  public Stop run(Cpu cpu, long fuel) {
    return cpu.machine().isConcurrent()
        ? runInSlices(cpu, fuel)
        : new InterpreterRun(cpu, fuel).run();
  }

  private static Stop runInSlices(Cpu cpu, long fuel) {
    long left = fuel;
    while (true) {
      long slice = Math.min(left, SLICE);
      Stop stop = runSlice(cpu, slice);
      left -= slice;
      if (left <= 0 || !(stop instanceof Stop.OutOfFuel)) {
        return stop;
      }
    }
  }

  private static Stop runSlice(Cpu cpu, long fuel) {
    cpu.enterGuest();
    try {
      return new InterpreterRun(cpu, fuel).run();
    } finally {
      cpu.leaveGuest();
    }
  }
}
