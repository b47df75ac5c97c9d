package dev.hugetext.x86.cpu;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The driver for stress: host threads that each own one CPU of a machine. Runs do not repeat; only
 * totals and verdicts can be compared.
 *
 * <p>A CPU holds its TLB lock while it executes guest code, not while a host call or a trap handler
 * runs, and lets go of it between slices of instructions. A flush of another CPU takes that lock
 * and acts for it, so it happens between two instructions, as an interrupt does; nobody waits for
 * one while holding another. Locked instructions are atomic against all threads.
 */
public final class CpuThreads {
  private CpuThreads() {}

  /**
   * Runs a task on each of the first CPUs until all have ended.
   *
   * @throws IllegalArgumentException if there are more tasks than CPUs
   * @throws InterruptedException if the calling thread was interrupted while it waited; the others
   *     were interrupted, too, and have ended
   * @throws IllegalStateException if a task threw something; the first cause is in it
   */
  public static void run(Machine machine, List<? extends CpuTask> tasks)
      throws InterruptedException {
    if (tasks.size() > machine.cpuCount()) {
      throw new IllegalArgumentException(
          "%d tasks for %d CPUs".formatted(tasks.size(), machine.cpuCount()));
    }
    machine.setConcurrent(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, tasks.size()))) {
      CompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
      for (int id = 0; id < tasks.size(); id++) {
        Cpu cpu = machine.cpu(id);
        CpuTask task = tasks.get(id);
        running.submit(() -> own(machine, cpu, task));
      }
      try {
        await(running, tasks.size());
      } finally {
        threads.shutdownNow();
      }
    } finally {
      machine.setConcurrent(false);
    }
  }

  /** In the order in which they end, so that a failure is noticed while others go on. */
  private static void await(CompletionService<Boolean> running, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      try {
        running.take().get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a CPU's task failed", e.getCause());
      }
    }
  }

  private static boolean own(Machine machine, Cpu cpu, CpuTask task) {
    machine.setCurrentCpu(cpu);
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      more = task.step(cpu);
    }
    return more;
  }
}
