package dev.hugetext.x86.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The deterministic driver: steps all CPUs of a machine on one host thread. The same machine, tasks
 * and order give the same run. A CPU without a task is idle; it takes part in flushes all the same.
 *
 * <p>{@link CpuThreads} is the other driver.
 */
public final class Scheduler {
  private final Machine machine;
  private final TurnOrder order;
  private final TreeMap<Integer, CpuTask> tasks = new TreeMap<>();
  private int last = -1;

  /** A driver of idle CPUs. */
  public Scheduler(Machine machine, TurnOrder order) {
    this.machine = machine;
    this.order = order;
  }

  /**
   * Gives an idle CPU something to do.
   *
   * @throws IllegalStateException if it is not idle
   */
  public void start(Cpu cpu, CpuTask task) {
    if (tasks.putIfAbsent(cpu.id(), task) != null) {
      throw new IllegalStateException("CPU %d is not idle".formatted(cpu.id()));
    }
  }

  /** How many CPUs have something to do. */
  public int runnable() {
    return tasks.size();
  }

  /** Lets one CPU do one step; false where all are idle. */
  public boolean step() {
    if (tasks.isEmpty()) {
      return false;
    }
    List<Map.Entry<Integer, CpuTask>> runnable = new ArrayList<>(tasks.entrySet());
    int behindLast = tasks.headMap(last, true).size();
    var turn = runnable.get(order.next(runnable.size(), behindLast));
    last = turn.getKey();
    Cpu cpu = machine.cpu(last);
    Cpu before = machine.currentCpu();
    machine.setCurrentCpu(cpu);
    try {
      if (!turn.getValue().step(cpu)) {
        tasks.remove(cpu.id());
      }
    } finally {
      machine.setCurrentCpu(before);
    }
    return true;
  }

  /**
   * Steps until all CPUs are idle.
   *
   * @param most steps at most
   * @return the steps done
   */
  public long run(long most) {
    long done = 0;
    while (done < most && step()) {
      done++;
    }
    return done;
  }
}
