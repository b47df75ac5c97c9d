package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.sync.KvfreeRcu;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuTask;
import dev.hugetext.x86.cpu.CpuThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The module. Loading it runs the workers and then fails, so that it does not stay loaded.
 *
 * <p>One worker runs on the calling thread, as CPU 0. Several are host threads, each of which owns
 * one CPU while it runs; where there are more workers than CPUs, the rest wait for one.
 */
public final class TestVmalloc {
  private final KernelMemory kernel;
  private final TextAllocator text;
  private final CaseTable table;
  private final long seed;
  private final List<VmallocWorker> workers = new ArrayList<>();

  /**
   * The module of this kernel.
   *
   * @param text the allocator of the series, for its case
   * @param seed of the first worker; the next has the next
   */
  public TestVmalloc(KernelMemory kernel, TextAllocator text, long seed) {
    this.kernel = kernel;
    this.text = text;
    this.seed = seed;
    table = CaseTable.of(kernel.options().version());
  }

  /**
   * Loads it.
   *
   * @param log takes the lines that it logs, after what the kernel warned of meanwhile
   * @param progress told how many runs of cases are over, from any thread; see {@link #runs}
   * @return {@code -EAGAIN}, on purpose: that unloads it at once
   */
  public int init(VmallocParameters parameters, Consumer<String> log, LongConsumer progress) {
    AtomicLong done = new AtomicLong();
    workers.clear();
    for (int i = 0; i < parameters.threads(); i++) {
      workers.add(
          new VmallocWorker(
              table, parameters, seed + i, () -> progress.accept(done.incrementAndGet())));
    }
    KvfreeRcu rcu = new KvfreeRcu(kernel.thisCpu(), kernel.vmalloc()::free);
    run(parameters, rcu);
    rcu.barrier();
    kernel.warnings().list().forEach(warning -> log.accept(warning.text()));
    for (int i = 0; i < workers.size(); i++) {
      VmallocWorker worker = workers.get(i);
      for (CaseResult result : worker.results()) {
        log.accept(result.line(parameters, table.expectsFailures()));
      }
      log.accept("All test took worker%d=%d cycles".formatted(i, worker.cycles()));
    }
    return Errno.EAGAIN.negative();
  }

  /** How many runs of cases that will be. */
  public long runs(VmallocParameters parameters) {
    long chosen = 0;
    for (int i = 0; i < table.cases().size(); i++) {
      chosen += (parameters.mask() & CaseTable.id(i)) == 0 ? 0 : 1;
    }
    return chosen * parameters.threads() * parameters.repeat();
  }

  private void run(VmallocParameters parameters, KvfreeRcu rcu) {
    if (workers.size() == 1) {
      run(workers.getFirst(), kernel.machine().currentCpu(), parameters, rcu);
      return;
    }
    AtomicInteger next = new AtomicInteger();
    CpuTask onCpu =
        cpu -> {
          int number = next.getAndIncrement();
          if (number >= workers.size()) {
            return false;
          }
          run(workers.get(number), cpu, parameters, rcu);
          return true;
        };
    int threads = Math.min(workers.size(), kernel.machine().cpuCount());
    try {
      CpuThreads.run(kernel.machine(), Collections.nCopies(threads, onCpu));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(VmallocWorker worker, Cpu cpu, VmallocParameters parameters, KvfreeRcu rcu) {
    worker.run(new KernelCalls(kernel, text, rcu, cpu, worker.random(), parameters));
  }

  /** What became of the cases, worker by worker. */
  public List<List<CaseResult>> results() {
    return workers.stream().map(VmallocWorker::results).toList();
  }
}
