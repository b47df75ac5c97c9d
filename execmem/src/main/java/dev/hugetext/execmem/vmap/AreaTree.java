package dev.hugetext.execmem.vmap;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Disjoint areas ordered by start address: a red-black tree whose nodes are the areas themselves,
 * each knowing the largest area below it.
 *
 * <p>The shape is a function of the sequence of operations alone (the textbook's rebalancing, which
 * is also Linux's), because an aligned search with a lengthened size may depend on it. Every
 * operation is O(log n) and none allocates. Not thread safe: whoever owns the tree owns its lock.
 */
public final class AreaTree {
  private final VmapArea nil = VmapArea.nil();
  private VmapArea root = nil;
  private int count;

  /** An empty tree. */
  public AreaTree() {}

  int size() {
    return count;
  }

  VmapArea root() {
    return root;
  }

  boolean isNil(VmapArea area) {
    return area == nil;
  }

  /**
   * Adds an area that is in no tree.
   *
   * @throws IllegalStateException if it is in one, or overlaps one that is here
   */
  public void insert(VmapArea area) {
    if (area.linked) {
      throw new IllegalStateException("already in a tree: " + area);
    }
    VmapArea parent = nil;
    for (VmapArea at = root; at != nil; ) {
      parent = at;
      if (Long.compareUnsigned(area.end(), at.start()) <= 0) {
        at = at.left;
      } else if (Long.compareUnsigned(area.start(), at.end()) >= 0) {
        at = at.right;
      } else {
        throw new IllegalStateException("%s overlaps %s".formatted(area, at));
      }
    }
    link(area, parent);
    refreshUpwards(area);
    AreaTreeBalance.afterInsert(this, area);
    count++;
  }

  private void link(VmapArea area, VmapArea parent) {
    area.left = nil;
    area.right = nil;
    area.parent = parent;
    area.red = true;
    area.linked = true;
    area.subtreeMax = 0;
    if (parent == nil) {
      root = area;
    } else if (Long.compareUnsigned(area.start(), parent.start()) < 0) {
      parent.left = area;
    } else {
      parent.right = area;
    }
  }

  /**
   * Takes an area out; it is in no tree afterwards.
   *
   * @throws IllegalStateException if it is not in this tree
   */
  public void remove(VmapArea area) {
    requireLinked(area);
    boolean blackLeft;
    VmapArea child;
    if (area.left != nil && area.right != nil) {
      VmapArea successor = leftmost(area.right);
      blackLeft = !successor.red;
      child = successor.right;
      moveUp(successor, area);
      refreshUpwards(child.parent);
      refreshUpwards(successor); // whatever changed below, its children are others now
    } else {
      blackLeft = !area.red;
      child = area.left == nil ? area.right : area.left;
      replace(area, child);
      refreshUpwards(child.parent);
    }
    if (blackLeft) {
      AreaTreeBalance.afterRemove(this, child);
    }
    nil.parent = nil;
    area.linked = false;
    count--;
  }

  /** Puts {@code successor}, which has no left child, in the place and colour of {@code area}. */
  private void moveUp(VmapArea successor, VmapArea area) {
    if (successor.parent == area) {
      successor.right.parent = successor; // also where that is nil: the repair starts there
    } else {
      replace(successor, successor.right);
      successor.right = area.right;
      successor.right.parent = successor;
    }
    replace(area, successor);
    successor.left = area.left;
    successor.left.parent = successor;
    successor.red = area.red;
    successor.subtreeMax = area.subtreeMax; // what the parent knows of this place
  }

  private void replace(VmapArea old, VmapArea by) {
    if (old.parent == nil) {
      root = by;
    } else if (old == old.parent.left) {
      old.parent.left = by;
    } else {
      old.parent.right = by;
    }
    by.parent = old.parent;
  }

  /**
   * Gives an area in this tree new bounds that keep its place in the order.
   *
   * @throws IllegalStateException if it is not in this tree
   */
  void resize(VmapArea area, long start, long end) {
    requireLinked(area);
    area.setBounds(start, end);
    refreshUpwards(area);
  }

  /** The last area that starts at or below {@code address}, or null. */
  @Nullable VmapArea floor(long address) {
    VmapArea best = nil;
    for (VmapArea at = root; at != nil; ) {
      if (Long.compareUnsigned(at.start(), address) <= 0) {
        best = at;
        at = at.right;
      } else {
        at = at.left;
      }
    }
    return orNull(best);
  }

  /** The area with the lowest address, or null. */
  @Nullable VmapArea first() {
    return root == nil ? null : leftmost(root);
  }

  /** The neighbour above, or null. */
  @Nullable VmapArea next(VmapArea area) {
    requireLinked(area);
    if (area.right != nil) {
      return leftmost(area.right);
    }
    VmapArea at = area;
    while (at.parent != nil && at == at.parent.right) {
      at = at.parent;
    }
    return orNull(at.parent);
  }

  /** Size of the largest area, 0 without any. */
  long largest() {
    return root.subtreeMax;
  }

  /** One of the largest areas; null without any. */
  @Nullable VmapArea largestArea() {
    VmapArea at = root;
    while (at != nil && at.size() != at.subtreeMax) {
      at = at.left.subtreeMax == at.subtreeMax ? at.left : at.right;
    }
    return orNull(at);
  }

  /** The search of {@link FreeAreaTree#lowestMatch(long, long, long, long)}. */
  @Nullable VmapArea lowestMatch(long size, long align, long from, long searchLength) {
    long below = from; // raised while climbing, so that no left subtree is searched twice
    VmapArea at = root;
    while (at != nil) {
      if (mayFit(at.left, searchLength) && Long.compareUnsigned(below, at.start()) < 0) {
        at = at.left;
        continue;
      }
      if (FreeAreaTree.fits(at, size, align, from)) {
        return at;
      }
      if (mayFit(at.right, searchLength)) {
        at = at.right;
        continue;
      }
      VmapArea child = at;
      at = at.parent;
      while (at != nil) {
        if (FreeAreaTree.fits(at, size, align, from)) {
          return at;
        }
        boolean unvisited = child != at.right && Long.compareUnsigned(below, at.start()) <= 0;
        if (unvisited && mayFit(at.right, searchLength)) {
          below = at.start() + 1;
          at = at.right;
          break;
        }
        child = at;
        at = at.parent;
      }
    }
    return null;
  }

  /** The area that contains {@code address}, or null. */
  public @Nullable VmapArea containing(long address) {
    VmapArea floor = floor(address);
    return floor != null && floor.contains(address) ? floor : null;
  }

  /** Visits every area by rising address; the tree must not change meanwhile. */
  void forEach(Consumer<VmapArea> visitor) {
    for (VmapArea at = first(); at != null; at = next(at)) {
      visitor.accept(at);
    }
  }

  private boolean mayFit(VmapArea subtree, long length) {
    return subtree != nil && Long.compareUnsigned(subtree.subtreeMax, length) >= 0;
  }

  private @Nullable VmapArea orNull(VmapArea area) {
    return area == nil ? null : area;
  }

  private VmapArea leftmost(VmapArea from) {
    VmapArea at = from;
    while (at.left != nil) {
      at = at.left;
    }
    return at;
  }

  void rotateLeft(VmapArea area) {
    VmapArea up = area.right;
    area.right = up.left;
    if (up.left != nil) {
      up.left.parent = area;
    }
    replace(area, up);
    up.left = area;
    area.parent = up;
    refresh(area);
    refresh(up);
  }

  void rotateRight(VmapArea area) {
    VmapArea up = area.left;
    area.left = up.right;
    if (up.right != nil) {
      up.right.parent = area;
    }
    replace(area, up);
    up.right = area;
    area.parent = up;
    refresh(area);
    refresh(up);
  }

  /** Brings maxima up to date from {@code from} on, as far up as one changes. */
  private void refreshUpwards(VmapArea from) {
    for (VmapArea at = from; at != nil; at = at.parent) {
      long largest = largest(at);
      if (largest == at.subtreeMax) {
        return;
      }
      at.subtreeMax = largest;
    }
  }

  private static void refresh(VmapArea area) {
    area.subtreeMax = largest(area);
  }

  /** The largest size at or below {@code area}, from its children's answers. */
  static long largest(VmapArea area) {
    return maxUnsigned(area.size(), maxUnsigned(area.left.subtreeMax, area.right.subtreeMax));
  }

  private static long maxUnsigned(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }

  /**
   * Requires right maxima and a right shape.
   *
   * @throws IllegalStateException naming what breaks a law
   */
  void checkShape() {
    int _ = checkSubtree(root);
  }

  /** Number of black nodes on each path from {@code at} down, which must agree. */
  private int checkSubtree(VmapArea at) {
    if (at == nil) {
      return 0;
    }
    int left = checkSubtree(at.left);
    int right = checkSubtree(at.right);
    if (at.subtreeMax != largest(at)) {
      throw new IllegalStateException("stale maximum at %s: 0x%x".formatted(at, at.subtreeMax));
    }
    if (left != right || at.red && (at.left.red || at.right.red)) {
      throw new IllegalStateException("unbalanced at %s: %d, %d".formatted(at, left, right));
    }
    return left + (at.red ? 0 : 1);
  }

  private static void requireLinked(VmapArea area) {
    if (!area.linked) {
      throw new IllegalStateException("in no tree: " + area);
    }
  }
}
