package dev.hugetext.loader.map;

import dev.hugetext.x86.memory.GuestMemory;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An LRU for every CPU ({@code BPF_F_NO_COMMON_LRU}): each has its share of the elements. */
final class PerCpuLru implements LruPool {
  /** How many elements one look at a list sees, and how many are evicted at a time. */
  private static final int FREE_TARGET = 4;

  private final LruList[] lists;

  /**
   * An LRU of each CPU.
   *
   * @param entries of all CPUs together, a multiple of their number
   */
  PerCpuLru(
      GuestMemory memory,
      long block,
      long elementBytes,
      long entries,
      int cpus,
      Predicate<LruNode> evict) {
    lists = new LruList[cpus];
    long share = entries / cpus;
    for (int cpu = 0; cpu < cpus; cpu++) {
      var elements = new FreshElements(block + cpu * share * elementBytes, share, elementBytes);
      lists[cpu] = new LruList(memory, elements, FREE_TARGET, evict);
    }
  }

  @Override
  public @Nullable LruNode take(int cpu) {
    LruList list = lists[cpu];
    list.rotate();
    if (!list.hasFree()) {
      list.shrink(FREE_TARGET, list.freeChain(), LruNode.State.FREE);
    }
    LruNode node = list.firstFree();
    if (node != null) {
      node.cpu = cpu;
      list.clearReference(node);
      list.move(node, LruNode.State.INACTIVE);
    }
    return node;
  }

  @Override
  public void give(LruNode node) {
    lists[node.cpu].move(node, LruNode.State.FREE);
  }

  @Override
  public void reference(LruNode node) {
    lists[node.cpu].setReference(node);
  }
}
