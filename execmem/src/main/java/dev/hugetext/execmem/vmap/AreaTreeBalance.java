package dev.hugetext.execmem.vmap;

/**
 * The rebalancing of {@link AreaTree}: red-black insertion and deletion as in Cormen, Leiserson,
 * Rivest, Stein, "Introduction to Algorithms", chapter 13.
 */
final class AreaTreeBalance {
  private AreaTreeBalance() {}

  /** Repairs "no red node has a red child" upwards from the new, red {@code area}. */
  static void afterInsert(AreaTree tree, VmapArea area) {
    VmapArea at = area;
    while (at.parent.red) {
      VmapArea grandparent = at.parent.parent;
      boolean parentIsLeft = at.parent == grandparent.left;
      VmapArea uncle = parentIsLeft ? grandparent.right : grandparent.left;
      if (uncle.red) {
        at.parent.red = false;
        uncle.red = false;
        grandparent.red = true;
        at = grandparent;
        continue;
      }
      if (at == (parentIsLeft ? at.parent.right : at.parent.left)) {
        at = at.parent;
        rotate(tree, at, parentIsLeft);
      }
      at.parent.red = false;
      at.parent.parent.red = true;
      rotate(tree, at.parent.parent, !parentIsLeft);
    }
    tree.root().red = false;
  }

  /** Repairs the missing black on the paths through {@code child}, which may be the nil leaf. */
  static void afterRemove(AreaTree tree, VmapArea child) {
    VmapArea at = child;
    while (at != tree.root() && !at.red) {
      boolean atIsLeft = at == at.parent.left;
      VmapArea sibling = far(at.parent, atIsLeft);
      if (sibling.red) {
        sibling.red = false;
        at.parent.red = true;
        rotate(tree, at.parent, atIsLeft);
        sibling = far(at.parent, atIsLeft);
      }
      if (!sibling.left.red && !sibling.right.red) {
        sibling.red = true;
        at = at.parent;
        continue;
      }
      if (!far(sibling, atIsLeft).red) {
        far(sibling, !atIsLeft).red = false;
        sibling.red = true;
        rotate(tree, sibling, !atIsLeft);
        sibling = far(at.parent, atIsLeft);
      }
      sibling.red = at.parent.red;
      at.parent.red = false;
      far(sibling, atIsLeft).red = false;
      rotate(tree, at.parent, atIsLeft);
      at = tree.root();
    }
    at.red = false;
  }

  private static VmapArea far(VmapArea of, boolean fromLeft) {
    return fromLeft ? of.right : of.left;
  }

  private static void rotate(AreaTree tree, VmapArea area, boolean toLeft) {
    if (toLeft) {
      tree.rotateLeft(area);
    } else {
      tree.rotateRight(area);
    }
  }
}
