package dev.hugetext.x86.cpu;

/** Work for one CPU, in steps: guest code, or guest kernel operations in Java. */
@FunctionalInterface
public interface CpuTask {
  /**
   * Does a little of it. Whoever drives the CPUs may let others go on before the next step.
   *
   * @param cpu the CPU that it runs on, always the same; {@link Machine#currentCpu} too
   * @return whether anything is left to do
   */
  boolean step(Cpu cpu);
}
