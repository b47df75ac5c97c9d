package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.vmap.PackedNode.Inner;
import dev.hugetext.execmem.vmap.PackedNode.Leaf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Disjoint busy areas ordered by start address, in a B+ tree of wide nodes: a search meets three or
 * four nodes where a binary tree has seventeen, each of them a miss of the host's caches when there
 * are 100,000 areas.
 *
 * <p>A node that becomes empty is taken out; nodes are not joined, because areas come back where
 * they went. Not thread safe: whoever owns it owns its lock.
 */
final class PackedAreas {
  private static final int MAX_DEPTH = 16;

  private Leaf firstLeaf = new Leaf();
  private PackedNode root = firstLeaf;
  private int areas;

  // The way to the leaf of the last descent: nodes, and the place taken in each.
  private final @Nullable Inner[] path = new Inner[MAX_DEPTH];
  private final int[] places = new int[MAX_DEPTH];
  private int depth;

  // Where it led, and the addresses that belong there, while no key has changed since.
  private @Nullable Leaf lastLeaf;
  private long lastLow;
  private long lastHigh;

  int count() {
    return areas;
  }

  /** The leaf where {@code address} belongs; notes the way. */
  private Leaf descend(long address) {
    Leaf last = lastLeaf;
    if (last != null
        && Long.compareUnsigned(address, lastLow) >= 0
        && Long.compareUnsigned(address, lastHigh) < 0) {
      return last;
    }
    PackedNode at = root;
    depth = 0;
    lastLow = 0;
    lastHigh = -1;
    while (at instanceof Inner inner) {
      int place = inner.floor(address); // the first key is 0
      path[depth] = inner;
      places[depth++] = place;
      if (place > 0) {
        lastLow = inner.keys[place];
      }
      if (place + 1 < inner.count) {
        lastHigh = inner.keys[place + 1];
      }
      at = inner.child(place);
    }
    lastLeaf = (Leaf) at;
    return lastLeaf;
  }

  /** Some key or node has changed: the way must be looked for anew. */
  private void forgetWay() {
    lastLeaf = null;
  }

  private Inner onPath(int level) {
    Inner inner = path[level];
    if (inner == null) {
      throw new IllegalStateException("no node at level " + level);
    }
    return inner;
  }

  /**
   * Adds an area that is in no set.
   *
   * @throws IllegalStateException if it is in one, or overlaps one that is here
   */
  void insert(VmapArea area) {
    if (area.linked) {
      throw new IllegalStateException("already in a set: " + area);
    }
    Leaf leaf = descend(area.start());
    int at = leaf.floor(area.start()) + 1;
    requireApart(at > 0 ? leaf.area(at - 1) : lastOf(leaf.previous), area);
    requireApart(area, at < leaf.count ? leaf.area(at) : firstOf(leaf.next));
    if (leaf.count == PackedNode.ORDER) {
      Leaf upper = leaf.split();
      addBeside(upper.keys[0], upper);
      forgetWay();
      leaf = descend(area.start());
      at = leaf.floor(area.start()) + 1;
    }
    leaf.insert(at, area);
    area.linked = true;
    areas++;
  }

  private static void requireApart(@Nullable VmapArea low, @Nullable VmapArea high) {
    if (low != null && high != null && Long.compareUnsigned(low.end(), high.start()) > 0) {
      throw new IllegalStateException("%s overlaps %s".formatted(low, high));
    }
  }

  private static @Nullable VmapArea lastOf(@Nullable Leaf leaf) {
    return leaf == null ? null : leaf.area(leaf.count - 1);
  }

  private static @Nullable VmapArea firstOf(@Nullable Leaf leaf) {
    return leaf == null ? null : leaf.area(0);
  }

  /** Puts a node, split off from that at the end of the way, behind it; splits above as needed. */
  private void addBeside(long key, PackedNode added) {
    PackedNode node = added;
    long lowest = key;
    for (int level = depth - 1; level >= 0; level--) {
      Inner parent = onPath(level);
      if (parent.count < PackedNode.ORDER) {
        parent.insert(places[level] + 1, lowest, node);
        return;
      }
      Inner upper = parent.split();
      long between = upper.keys[0];
      upper.keys[0] = 0;
      int place = places[level] + 1;
      if (place <= parent.count) {
        parent.insert(place, lowest, node);
      } else {
        upper.insert(place - parent.count, lowest, node);
      }
      lowest = between;
      node = upper;
    }
    Inner top = new Inner();
    top.insert(0, 0, root);
    top.insert(1, lowest, node);
    root = top;
  }

  /** The place of an area in its leaf. */
  private static int placeOf(Leaf leaf, VmapArea area) {
    int at = leaf.floor(area.start());
    if (at < 0 || leaf.areas[at] != area) {
      throw new IllegalStateException("not in this set: " + area);
    }
    return at;
  }

  /**
   * Takes an area out; it is in no set afterwards.
   *
   * @throws IllegalStateException if it is not in this one
   */
  void remove(VmapArea area) {
    Leaf leaf = descend(area.start());
    leaf.remove(placeOf(leaf, area));
    area.linked = false;
    areas--;
    if (leaf.count > 0 || depth == 0) {
      return;
    }
    if (leaf == firstLeaf && leaf.next != null) {
      firstLeaf = leaf.next;
    }
    leaf.unchain();
    dropEmpty();
    forgetWay();
  }

  /** Takes the empty leaf at the end of the way out, and what becomes empty by that. */
  private void dropEmpty() {
    int level = depth - 1;
    onPath(level).remove(places[level]);
    while (level > 0 && onPath(level).count == 0) {
      level--;
      onPath(level).remove(places[level]);
    }
    while (root instanceof Inner inner && inner.count == 1) {
      root = inner.child(0);
    }
  }

  /** The area that contains {@code address}, or null. */
  @Nullable VmapArea containing(long address) {
    Leaf leaf = descend(address);
    int at = leaf.floor(address);
    VmapArea floor = at >= 0 ? leaf.area(at) : lastOf(leaf.previous);
    return floor != null && floor.contains(address) ? floor : null;
  }

  /** Visits every area by rising address; the set must not change meanwhile. */
  void forEach(Consumer<VmapArea> visitor) {
    for (Leaf leaf = firstLeaf; leaf != null; leaf = leaf.next) {
      for (int i = 0; i < leaf.count; i++) {
        visitor.accept(leaf.area(i));
      }
    }
  }

  /**
   * Requires a right shape.
   *
   * @throws IllegalStateException naming what breaks a law
   */
  void checkShape() {
    PackedCheck.check(root);
  }
}
