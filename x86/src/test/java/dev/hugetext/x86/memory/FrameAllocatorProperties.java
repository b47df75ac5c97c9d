package dev.hugetext.x86.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FrameAllocatorProperties {
  /** A buddy allocator that is obviously right: ordered sets of block starts, one an order. */
  private static final class Model {
    final List<TreeSet<Long>> free = new ArrayList<>();

    Model(long first, long count) {
      for (int order = 0; order <= FrameAllocator.MAX_ORDER; order++) {
        free.add(new TreeSet<>());
      }
      for (long frame = first; frame < first + count; frame++) {
        give(frame, 0);
      }
    }

    long take(int order) {
      for (int from = order; from < free.size(); from++) {
        if (!free.get(from).isEmpty()) {
          long frame = free.get(from).pollFirst();
          for (int half = from - 1; half >= order; half--) {
            free.get(half).add(frame + (1L << half));
          }
          return frame;
        }
      }
      return -1;
    }

    boolean reserve(long frame, int order) {
      for (int from = order; from < free.size(); from++) {
        long block = frame >>> from << from;
        if (free.get(from).remove(block)) {
          for (long at = block; at < block + (1L << from); at += 1L << order) {
            if (at != frame) {
              give(at, order); // merges again up to the buddies of the block
            }
          }
          return true;
        }
      }
      return false;
    }

    void give(long frame, int order) {
      long buddy = frame ^ (1L << order);
      if (order < FrameAllocator.MAX_ORDER && free.get(order).remove(buddy)) {
        give(Math.min(frame, buddy), order + 1);
      } else {
        free.get(order).add(frame);
      }
    }

    long frames() {
      long sum = 0;
      for (int order = 0; order < free.size(); order++) {
        sum += (long) free.get(order).size() << order;
      }
      return sum;
    }
  }

  private record Block(long physical, int order) {}

  /** Whatever the history, the same request gets the same block as from the model. */
  @Property(tries = 200)
  void agreesWithTheModel(
      @ForAll @LongRange(min = 0, max = 5000) long first,
      @ForAll @IntRange(min = 1, max = 5000) int count,
      @ForAll @IntRange(min = 0, max = 8) int largest,
      @ForAll long seed) {
    FrameAllocator allocator = new FrameAllocator(first, count);
    Model model = new Model(first, count);
    List<Block> held = new ArrayList<>();
    Random random = new Random(seed);
    for (int step = 0; step < 2000; step++) {
      int order = random.nextInt(largest + 1);
      int what = random.nextInt(100);
      if (what < 10) {
        long frame = (first + random.nextInt(count)) >>> order << order;
        boolean reserved = allocator.reserve(frame << 12, order, allocator.accounts().getFirst());
        assertEquals(model.reserve(frame, order), reserved);
        if (reserved) {
          held.add(new Block(frame << 12, order));
        }
      } else if (held.isEmpty() || what < 58) {
        long physical = allocator.allocate(order);
        long frame = model.take(order);
        assertEquals(frame < 0 ? -1 : frame << 12, physical);
        if (physical >= 0) {
          held.add(new Block(physical, order));
        }
      } else {
        Block block = held.remove(random.nextInt(held.size()));
        allocator.free(block.physical(), block.order());
        model.give(block.physical() >>> 12, block.order());
      }
      assertEquals(model.frames() << 12, allocator.freeBytes());
    }
    for (Block block : held) {
      allocator.free(block.physical(), block.order());
    }
    assertEquals((long) count << 12, allocator.freeBytes());
    assertEquals(0, allocator.accounts().getFirst().bytes());
  }
}
