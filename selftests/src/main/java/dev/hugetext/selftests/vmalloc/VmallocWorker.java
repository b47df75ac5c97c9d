package dev.hugetext.selftests.vmalloc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One worker: runs the chosen cases in its own order, each as often as asked. */
final class VmallocWorker {
  private final CaseTable table;
  private final VmallocParameters parameters;
  private final SplittableRandom random;
  private final Runnable afterRun;
  private final @Nullable CaseResult[] results;
  private long nanos;

  /**
   * A worker whose order and sizes come from {@code seed}.
   *
   * @param afterRun called after each run of a case
   */
  VmallocWorker(CaseTable table, VmallocParameters parameters, long seed, Runnable afterRun) {
    this.afterRun = afterRun;
    this.table = table;
    this.parameters = parameters;
    random = new SplittableRandom(seed);
    results = new CaseResult[table.cases().size()];
  }

  /** The worker's own source of random numbers. */
  SplittableRandom random() {
    return random;
  }

  /** Runs everything; {@code calls} are those of the CPU that it runs on. */
  void run(KernelCalls calls) {
    int[] order = order();
    long start = System.nanoTime();
    for (int index : order) {
      if ((parameters.mask() & CaseTable.id(index)) != 0) {
        results[index] = runCase(table.cases().get(index), calls);
      }
    }
    nanos = System.nanoTime() - start;
  }

  /** The places of the table in the order in which this worker takes them. */
  int[] order() {
    int[] order = new int[table.cases().size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (!parameters.sequential()) {
      shuffle(order);
    }
    return order;
  }

  /** The module's shuffle: each place gets one from before it, so none stays where it was. */
  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }

  private CaseResult runCase(VmallocCase kind, KernelCalls calls) {
    int passed = 0;
    int failed = 0;
    int expected = 0;
    long start = System.nanoTime();
    for (int i = 0; i < parameters.repeat(); i++) {
      if (kind.run(calls) == 0) {
        passed++;
      } else if (table.expectsFailures() && kind.mayFail()) {
        expected++;
      } else {
        failed++;
      }
      afterRun.run();
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    return new CaseResult(kind, passed, failed, expected, micros / parameters.repeat());
  }

  /** What became of the cases that ran, in the table's order. */
  List<CaseResult> results() {
    List<CaseResult> ran = new ArrayList<>();
    for (CaseResult result : results) {
      if (result != null) {
        ran.add(result);
      }
    }
    return ran;
  }

  /** How long it ran, in cycles of a time stamp counter of 1 GHz. */
  long cycles() {
    return nanos;
  }
}
