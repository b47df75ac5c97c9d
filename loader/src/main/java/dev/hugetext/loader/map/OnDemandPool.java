package dev.hugetext.loader.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements allocated when they are needed ({@code BPF_F_NO_PREALLOC}): the last one freed is the
 * first one used again, as {@code bpf_mem_cache_alloc} does on one CPU.
 */
final class OnDemandPool implements ElementPool {
  private final KernelHeap heap;
  private final long elementBytes;
  private final long limit;
  private final ArrayDeque<ElementSlot> free = new ArrayDeque<>();
  private final List<Long> blocks = new ArrayList<>();
  private long used;

  OnDemandPool(KernelHeap heap, long elementBytes, long limit) {
    this.heap = heap;
    this.elementBytes = elementBytes;
    this.limit = limit;
  }

  @Override
  public boolean full() {
    return used >= limit;
  }

  @Override
  public @Nullable ElementSlot take(int cpu) {
    ElementSlot slot = free.pollFirst();
    if (slot == null) {
      long address = heap.allocate(elementBytes);
      if (address == 0) {
        return null;
      }
      blocks.add(address);
      slot = new ElementSlot(address);
    }
    used++;
    return slot;
  }

  @Override
  public @Nullable ElementSlot replace(ElementSlot old, int cpu) {
    ElementSlot slot = take(cpu);
    if (slot != null) {
      give(old, cpu);
    }
    return slot;
  }

  @Override
  public void give(ElementSlot slot, int cpu) {
    used--;
    free.addFirst(slot);
  }

  @Override
  public void free() {
    blocks.forEach(heap::free);
  }
}
