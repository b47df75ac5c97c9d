package dev.hugetext.execmem.vmap;

import org.jspecify.annotations.Nullable;

/**
 * The laws of a {@link FreeAreaTree}, by plain scans: what the tree's answers are compared with in
 * checking mode and in tests. O(n).
 */
public final class FreeAreaCheck {
  private FreeAreaCheck() {}

  /** The first area by address in which the block fits: the definition of the lowest match. */
  public static @Nullable VmapArea scanLowestMatch(
      FreeAreaTree tree, long size, long align, long from) {
    AreaTree areas = tree.areas();
    for (VmapArea at = areas.first(); at != null; at = areas.next(at)) {
      if (FreeAreaTree.fits(at, size, align, from)) {
        return at;
      }
    }
    return null;
  }

  /**
   * Requires order, gaps between neighbours, right subtree maxima and a balanced shape.
   *
   * @throws IllegalStateException naming the first area that breaks a law
   */
  public static void check(FreeAreaTree tree) {
    AreaTree areas = tree.areas();
    VmapArea previous = null;
    for (VmapArea at = areas.first(); at != null; at = areas.next(at)) {
      if (previous != null && Long.compareUnsigned(previous.end(), at.start()) >= 0) {
        throw new IllegalStateException("not merged: %s then %s".formatted(previous, at));
      }
      previous = at;
    }
    areas.checkShape();
  }
}
