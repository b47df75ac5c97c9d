package dev.hugetext.x86.cpu;

/** Something that executes guest machine code. */
@FunctionalInterface
public interface Engine {
  /**
   * Runs a CPU from its RIP until it stops; its state is exact then.
   *
   * @param fuel the most instructions to execute
   */
  Stop run(Cpu cpu, long fuel);
}
