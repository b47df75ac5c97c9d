package dev.hugetext.execmem.vmap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node of {@link PackedAreas}: up to {@link #ORDER} areas, or nodes, in arrays side by side. */
abstract sealed class PackedNode {
  /** Entries of a full node: their keys are two cache lines. */
  static final int ORDER = 16;

  int count;

  /** For each entry a start that is at most the lowest in it, and above all before it. */
  final long[] keys = new long[ORDER];

  /** The last entry whose key is at or below {@code address}, or -1. */
  final int floor(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(keys[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Areas, by their starts. */
  static final class Leaf extends PackedNode {
    final @Nullable VmapArea[] areas = new VmapArea[ORDER];
    @Nullable Leaf next;
    @Nullable Leaf previous;

    VmapArea area(int i) {
      VmapArea area = areas[i];
      if (area == null) {
        throw new IllegalStateException("no area %d of %d".formatted(i, count));
      }
      return area;
    }

    void insert(int i, VmapArea area) {
      System.arraycopy(keys, i, keys, i + 1, count - i);
      System.arraycopy(areas, i, areas, i + 1, count - i);
      count++;
      keys[i] = area.start();
      areas[i] = area;
    }

    void remove(int i) {
      count--;
      System.arraycopy(keys, i + 1, keys, i, count - i);
      System.arraycopy(areas, i + 1, areas, i, count - i);
      areas[count] = null;
    }

    /** Moves the upper half into a new leaf, the next. */
    Leaf split() {
      Leaf upper = new Leaf();
      int kept = ORDER / 2;
      upper.count = count - kept;
      System.arraycopy(keys, kept, upper.keys, 0, upper.count);
      System.arraycopy(areas, kept, upper.areas, 0, upper.count);
      Arrays.fill(areas, kept, count, null);
      count = kept;
      upper.next = next;
      upper.previous = this;
      if (next != null) {
        next.previous = upper;
      }
      next = upper;
      return upper;
    }

    void unchain() {
      if (previous != null) {
        previous.next = next;
      }
      if (next != null) {
        next.previous = previous;
      }
    }
  }

  /** Children, by the lowest start that belongs to each. */
  static final class Inner extends PackedNode {
    final @Nullable PackedNode[] children = new PackedNode[ORDER];

    PackedNode child(int i) {
      PackedNode child = children[i];
      if (child == null) {
        throw new IllegalStateException("no child %d of %d".formatted(i, count));
      }
      return child;
    }

    void insert(int i, long key, PackedNode child) {
      System.arraycopy(keys, i, keys, i + 1, count - i);
      System.arraycopy(children, i, children, i + 1, count - i);
      count++;
      keys[i] = key;
      children[i] = child;
    }

    void remove(int i) {
      count--;
      System.arraycopy(keys, i + 1, keys, i, count - i);
      System.arraycopy(children, i + 1, children, i, count - i);
      children[count] = null;
      keys[0] = 0; // what lies below all keys belongs to the first child
    }

    /** Moves the upper half into a new node. */
    Inner split() {
      Inner upper = new Inner();
      int kept = ORDER / 2;
      upper.count = count - kept;
      System.arraycopy(keys, kept, upper.keys, 0, upper.count);
      System.arraycopy(children, kept, upper.children, 0, upper.count);
      Arrays.fill(children, kept, count, null);
      count = kept;
      return upper;
    }
  }
}
