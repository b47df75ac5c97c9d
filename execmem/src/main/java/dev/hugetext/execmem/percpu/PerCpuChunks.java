package dev.hugetext.execmem.percpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks, on lists by the size of the largest block that each could hand out, so that the
 * fullest that may do are tried first. The caller holds {@code pcpu_lock}.
 */
final class PerCpuChunks {
  private final List<Deque<PerCpuChunk>> slots = new ArrayList<>();
  private final TreeMap<Long, PerCpuChunk> byBase = new TreeMap<>(Long::compareUnsigned);
  private final long chunkBytes;

  PerCpuChunks(PerCpuUnits units) {
    chunkBytes = units.chunkBytes();
    for (int i = 0; i <= PerCpuChunk.slotOf(units.unitBytes()) + 1; i++) {
      slots.add(new ArrayDeque<>());
    }
  }

  void add(PerCpuChunk chunk) {
    byBase.put(chunk.base(), chunk);
    slots.get(chunk.slot).addFirst(chunk);
    relocate(chunk);
  }

  /** The chunk whose first unit holds {@code address}, or null. */
  @Nullable PerCpuChunk containing(long address) {
    var floor = byBase.floorEntry(address);
    boolean inside = floor != null && address - floor.getKey() < chunkBytes;
    return inside ? floor.getValue() : null;
  }

  /** A place that was taken. */
  record Place(PerCpuChunk chunk, long offset) {}

  /** Takes a place in the fullest chunk that has one, or returns null. */
  @Nullable Place take(long size, long align) {
    for (int slot = PerCpuChunk.slotOf(size); slot < slots.size(); slot++) {
      for (PerCpuChunk chunk : slots.get(slot)) {
        long offset = chunk.take(size, align);
        if (offset >= 0) {
          relocate(chunk);
          return new Place(chunk, offset);
        }
      }
    }
    return null;
  }

  /** Moves a chunk to the list that it now belongs on: to its front if it has become emptier. */
  void relocate(PerCpuChunk chunk) {
    int wanted = chunk.isEmpty() ? slots.size() - 1 : chunk.wantedSlot();
    if (wanted != chunk.slot) {
      slots.get(chunk.slot).remove(chunk);
      if (wanted > chunk.slot) {
        slots.get(wanted).addFirst(chunk);
      } else {
        slots.get(wanted).addLast(chunk);
      }
      chunk.slot = wanted;
    }
  }

  /** Takes out an empty chunk if there is another; null otherwise. */
  @Nullable PerCpuChunk takeSurplus() {
    Deque<PerCpuChunk> empty = slots.getLast();
    if (empty.size() < 2) {
      return null;
    }
    PerCpuChunk surplus = empty.removeLast();
    byBase.remove(surplus.base());
    return surplus;
  }
}
