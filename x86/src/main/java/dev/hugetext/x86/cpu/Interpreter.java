package dev.hugetext.x86.cpu;

/**
 * Executes machine code one instruction at a time, decoded once for each block, with every counter
 * exact. Has no state of its own: one serves all CPUs.
 */
public final class Interpreter implements Engine {
  /** An interpreter. */
  public Interpreter() {}

  @Override
  public Stop run(Cpu cpu, long fuel) {
    return new InterpreterRun(cpu, fuel).run();
  }
}
