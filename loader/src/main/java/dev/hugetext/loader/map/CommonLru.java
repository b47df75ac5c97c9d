package dev.hugetext.loader.map;

import dev.hugetext.x86.memory.GuestMemory;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One LRU for all CPUs, the default: each CPU takes free elements in batches into a local list, and
 * keeps those it used in a pending list until the next batch. Where nothing else is left, CPUs
 * steal from each other's local lists.
 */
final class CommonLru implements LruPool {
  /** The largest batch, and how many elements one look at a list sees. */
  private static final int LOCAL_FREE_TARGET = 128;

  private final LruList list;
  private final LocalList[] locals;
  private final int batch;
  private final Predicate<LruNode> evict;

  /** What one CPU keeps to itself. */
  private static final class LocalList {
    private final LruChain free = new LruChain();
    private final LruChain pending = new LruChain();
    private int nextSteal;

    LocalList(int cpu) {
      nextSteal = cpu;
    }

    @Nullable LruNode popFree() {
      LruNode node = free.first();
      if (node != null) {
        LruChain.unlink(node);
      }
      return node;
    }
  }

  CommonLru(
      GuestMemory memory,
      FreshElements elements,
      long entries,
      int cpus,
      Predicate<LruNode> evict) {
    list = new LruList(memory, elements, LOCAL_FREE_TARGET, evict);
    this.evict = evict;
    batch = Math.clamp(entries / cpus / 2, 1, LOCAL_FREE_TARGET);
    locals = new LocalList[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      locals[cpu] = new LocalList(cpu);
    }
  }

  @Override
  public @Nullable LruNode take(int cpu) {
    LocalList local = locals[cpu];
    LruNode node = local.popFree();
    if (node == null) {
      refill(local);
      node = local.popFree();
    }
    if (node == null) {
      node = steal(local);
    }
    if (node != null) {
      node.cpu = cpu;
      node.state = LruNode.State.LOCAL_PENDING;
      list.clearReference(node);
      local.pending.moveToHead(node);
    }
    return node;
  }

  private void refill(LocalList local) {
    flush(local);
    list.rotate();
    int got = 0;
    for (LruNode node; got < batch && (node = list.firstFree()) != null; got++) {
      list.moveToFree(node, local.free, LruNode.State.LOCAL_FREE);
    }
    if (got < batch) {
      list.shrink(batch - got, local.free, LruNode.State.LOCAL_FREE);
    }
  }

  private void flush(LocalList local) {
    for (LruNode node; (node = local.pending.last()) != null; ) {
      list.moveIn(node, list.isReferenced(node) ? LruNode.State.ACTIVE : LruNode.State.INACTIVE);
    }
  }

  private @Nullable LruNode steal(LocalList thief) {
    int first = thief.nextSteal;
    int from = first;
    LruNode node;
    do {
      LocalList victim = locals[from];
      node = victim.popFree();
      if (node == null) {
        node = popPending(victim, false);
      }
      if (node == null) {
        node = popPending(victim, true);
      }
      from = (from + 1) % locals.length;
    } while (node == null && from != first);
    thief.nextSteal = from;
    return node;
  }

  /** The oldest pending element that was not used, or any. */
  private @Nullable LruNode popPending(LocalList victim, boolean any) {
    for (LruNode node = victim.pending.anchor().before; !node.isAnchor(); node = node.before) {
      if ((any || !list.isReferenced(node)) && evict.test(node)) {
        LruChain.unlink(node);
        return node;
      }
    }
    return null;
  }

  @Override
  public void give(LruNode node) {
    if (node.state == LruNode.State.LOCAL_PENDING) {
      node.state = LruNode.State.LOCAL_FREE;
      list.clearReference(node);
      locals[node.cpu].free.moveToHead(node);
    } else {
      list.move(node, LruNode.State.FREE);
    }
  }

  @Override
  public void reference(LruNode node) {
    list.setReference(node);
  }
}
