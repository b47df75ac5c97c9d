package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.vmap.PackedNode.Inner;
import dev.hugetext.execmem.vmap.PackedNode.Leaf;
import org.jspecify.annotations.Nullable;

/**
 * Areas in a B+ tree of wide nodes: a search meets three or four nodes where a binary tree has
 * seventeen, each of them a miss of the host's caches when there are 100,000 areas. Measured by
 * {@code ExecmemChurnBench}.
 *
 * <p>A node that becomes empty is taken out; nodes are not joined, because areas come back where
 * they went.
 */
public final class PackedAreas implements AreaSet {
  private static final int MAX_DEPTH = 16;

  private final boolean sized;
  private PackedNode root;
  private Leaf firstLeaf;
  private int areas;

  // The way to the leaf of the last descent: nodes, and the place taken in each.
  private final @Nullable Inner[] path = new Inner[MAX_DEPTH];
  private final int[] places = new int[MAX_DEPTH];
  private int depth;

  // Where it led, and the addresses that belong there, while no key has changed since.
  private @Nullable Leaf lastLeaf;
  private long lastLow;
  private long lastHigh;

  private PackedAreas(boolean sized) {
    this.sized = sized;
    firstLeaf = new Leaf(sized);
    root = firstLeaf;
  }

  /** Nothing is in it yet. */
  public PackedAreas() {
    this(true);
  }

  /** The same for who never asks for the largest area, nor searches by size. */
  static PackedAreas unsized() {
    return new PackedAreas(false);
  }

  @Override
  public int size() {
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

  @Override
  public void insert(VmapArea area) {
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
    refresh(leaf);
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
      parent.maxima[places[level]] = parent.child(places[level]).largest();
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

  /** Brings the maxima above the leaf of the last descent up to date, as far up as one changes. */
  private void refresh(Leaf leaf) {
    if (!sized) {
      return;
    }
    PackedNode node = leaf;
    for (int level = depth - 1; level >= 0; level--) {
      Inner parent = onPath(level);
      long largest = node.largest();
      if (parent.maxima[places[level]] == largest) {
        return;
      }
      parent.maxima[places[level]] = largest;
      node = parent;
    }
  }

  /** The place of an area in its leaf. */
  private static int placeOf(Leaf leaf, VmapArea area) {
    int at = leaf.floor(area.start());
    if (at < 0 || leaf.areas[at] != area) {
      throw new IllegalStateException("not in this set: " + area);
    }
    return at;
  }

  @Override
  public void remove(VmapArea area) {
    Leaf leaf = descend(area.start());
    leaf.remove(placeOf(leaf, area));
    area.linked = false;
    areas--;
    if (leaf.count > 0 || depth == 0) {
      refresh(leaf);
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
    for (; level > 0; level--) {
      onPath(level - 1).maxima[places[level - 1]] = onPath(level).largest();
    }
    while (root instanceof Inner inner && inner.count == 1) {
      root = inner.child(0);
    }
  }

  @Override
  public void resize(VmapArea area, long start, long end) {
    Leaf leaf = descend(area.start());
    int at = placeOf(leaf, area);
    area.setBounds(start, end);
    leaf.put(at, area);
    if (at == 0) {
      lowerKey(start);
    }
    if (at == leaf.count - 1 && leaf.next != null) {
      raiseKey(start, leaf.next.keys[0]);
    }
    refresh(leaf);
  }

  /** The leaf at the end of the way has an area at {@code start}, perhaps above the next's key. */
  private void raiseKey(long start, long next) {
    for (int level = depth - 1; level >= 0; level--) {
      int behind = places[level] + 1;
      if (behind < onPath(level).count) {
        if (Long.compareUnsigned(start, onPath(level).keys[behind]) >= 0) {
          onPath(level).keys[behind] = next;
          forgetWay();
        }
        return;
      }
    }
  }

  /** The leaf at the end of the way now begins at {@code start}, perhaps below its key. */
  private void lowerKey(long start) {
    for (int level = depth - 1; level >= 0; level--) {
      if (places[level] > 0) {
        long[] keys = onPath(level).keys;
        if (Long.compareUnsigned(start, keys[places[level]]) < 0) {
          keys[places[level]] = start;
          forgetWay();
        }
        return;
      }
    }
  }

  @Override
  public @Nullable VmapArea floor(long address) {
    Leaf leaf = descend(address);
    int at = leaf.floor(address);
    return at >= 0 ? leaf.area(at) : lastOf(leaf.previous);
  }

  @Override
  public @Nullable VmapArea first() {
    return areas == 0 ? null : firstLeaf.area(0);
  }

  @Override
  public @Nullable VmapArea next(VmapArea area) {
    Leaf leaf = descend(area.start());
    int at = placeOf(leaf, area);
    return at + 1 < leaf.count ? leaf.area(at + 1) : firstOf(leaf.next);
  }

  @Override
  public long largest() {
    return root.largest();
  }

  @Override
  public @Nullable VmapArea largestArea() {
    long largest = root.largest();
    return largest == 0 ? null : search(root, largest, 1, 0);
  }

  @Override
  public @Nullable VmapArea lowestMatch(long size, long align, long from, long searchLength) {
    if (searchLength != size) {
      throw new IllegalArgumentException("a lengthened search needs the kernel's tree");
    }
    return search(root, size, align, from);
  }

  private static @Nullable VmapArea search(PackedNode node, long size, long align, long from) {
    switch (node) {
      case Inner inner -> {
        for (int i = 0; i < inner.count; i++) {
          if (Long.compareUnsigned(inner.maxima[i], size) >= 0) {
            VmapArea found = search(inner.child(i), size, align, from);
            if (found != null) {
              return found;
            }
          }
        }
      }
      case Leaf leaf -> {
        for (int i = 0; i < leaf.count; i++) {
          boolean large = Long.compareUnsigned(leaf.ends[i] - leaf.keys[i], size) >= 0;
          if (large && FreeAreaTree.fits(leaf.area(i), size, align, from)) {
            return leaf.area(i);
          }
        }
      }
    }
    return null;
  }

  @Override
  public void checkShape() {
    PackedCheck.check(root);
  }
}
