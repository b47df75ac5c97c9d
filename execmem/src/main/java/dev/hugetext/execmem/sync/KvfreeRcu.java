package dev.hugetext.execmem.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * {@code kvfree_rcu}: memory that is freed once nobody can still be reading it. Each CPU collects
 * pointers by the page; a full page waits for a grace period, which has passed for sure when the
 * next one is full, because nothing here reads under RCU for longer than one call.
 */
public final class KvfreeRcu {
  /** Pointers in a page beside its header ({@code KVFREE_BULK_MAX_ENTR}). */
  private static final int POINTERS_A_PAGE = 508;

  private final ThisCpu cpu;
  private final LongConsumer free;
  private final List<Batch> batches = new ArrayList<>();

  /** What one CPU has collected, and what waits for the end of a grace period. */
  private static final class Batch {
    final SpinLock lock = new SpinLock();
    List<Long> collected = new ArrayList<>();
    List<Long> waiting = List.of();
  }

  /** For memory that {@code free} gives back ({@code kvfree}); it may be called on any CPU. */
  public KvfreeRcu(ThisCpu cpu, LongConsumer free) {
    this.cpu = cpu;
    this.free = free;
    for (int i = 0; i < cpu.count(); i++) {
      batches.add(new Batch());
    }
  }

  /** Frees {@code address} after a grace period. */
  public void free(long address) {
    Batch batch = batches.get(cpu.id());
    List<Long> due = List.of();
    batch.lock.lock();
    try {
      batch.collected.add(address);
      if (batch.collected.size() == POINTERS_A_PAGE) {
        due = batch.waiting;
        batch.waiting = batch.collected;
        batch.collected = new ArrayList<>();
      }
    } finally {
      batch.lock.unlock();
    }
    due.forEach(free::accept);
  }

  /** {@code kvfree_rcu_barrier}: everything handed in before is freed. */
  public void barrier() {
    for (Batch batch : batches) {
      List<Long> due = new ArrayList<>();
      batch.lock.lock();
      try {
        due.addAll(batch.waiting);
        due.addAll(batch.collected);
        batch.waiting = List.of();
        batch.collected = new ArrayList<>();
      } finally {
        batch.lock.unlock();
      }
      due.forEach(free::accept);
    }
  }
}
