package dev.hugetext.loader.map;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * All elements in one block, dealt out to free lists of the CPUs in equal shares; each list gives
 * its newest element first, and a CPU whose list is empty takes from the next one's.
 *
 * <p>Where updates replace elements, every CPU keeps a spare one for that, so that an update of a
 * present key never fails because the table is full.
 */
final class PreallocatedPool implements ElementPool {
  private final KernelHeap heap;
  private final long block;
  private final FreeList[] lists;
  private final @Nullable ElementSlot[] spares;

  /** Elements of one CPU: those never used, {@code [from, to)} by address, and those given back. */
  private static final class FreeList {
    private final ArrayDeque<ElementSlot> given = new ArrayDeque<>();
    private final long from;
    private final long elementBytes;
    private long to;

    FreeList(long from, long to, long elementBytes) {
      this.from = from;
      this.to = to;
      this.elementBytes = elementBytes;
    }

    @Nullable ElementSlot pop() {
      ElementSlot slot = given.pollFirst();
      if (slot == null && to > from) {
        to -= elementBytes;
        slot = new ElementSlot(to);
      }
      return slot;
    }

    boolean isEmpty() {
      return given.isEmpty() && to == from;
    }
  }

  private PreallocatedPool(KernelHeap heap, long block, FreeList[] lists, int spares) {
    this.heap = heap;
    this.block = block;
    this.lists = lists;
    this.spares = new ElementSlot[spares];
    for (int cpu = 0; cpu < spares; cpu++) {
      this.spares[cpu] = pop(UserCpu.NUMBER);
    }
  }

  /**
   * A pool of {@code entries} elements, and one more for each CPU where {@code spares} are wanted;
   * null where memory does not suffice.
   */
  static @Nullable PreallocatedPool create(
      KernelHeap heap, long elementBytes, long entries, boolean spares) {
    int cpus = heap.cpus();
    long count = entries + (spares ? cpus : 0);
    long block = heap.allocate(count * elementBytes);
    if (block == 0) {
      return null;
    }
    var lists = new FreeList[cpus];
    long at = block;
    for (int cpu = 0; cpu < cpus; cpu++) {
      long share = count / cpus + (cpu < count % cpus ? 1 : 0);
      lists[cpu] = new FreeList(at, at + share * elementBytes, elementBytes);
      at += share * elementBytes;
    }
    return new PreallocatedPool(heap, block, lists, spares ? cpus : 0);
  }

  /** Where element 0 lies; the others follow. */
  long block() {
    return block;
  }

  private @Nullable ElementSlot pop(int cpu) {
    for (int i = 0; i < lists.length; i++) {
      ElementSlot slot = lists[(cpu + i) % lists.length].pop();
      if (slot != null) {
        return slot;
      }
    }
    return null;
  }

  @Override
  public boolean full() {
    for (FreeList list : lists) {
      if (!list.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable ElementSlot take(int cpu) {
    return pop(cpu);
  }

  @Override
  public @Nullable ElementSlot replace(ElementSlot old, int cpu) {
    ElementSlot slot = spares[cpu];
    spares[cpu] = old;
    return slot;
  }

  @Override
  public void give(ElementSlot slot, int cpu) {
    lists[cpu].given.addFirst(slot);
  }

  @Override
  public void free() {
    heap.free(block);
  }
}
