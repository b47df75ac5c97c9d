package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.vmap.PackedNode.Inner;
import dev.hugetext.execmem.vmap.PackedNode.Leaf;

/** The laws of {@link PackedAreas}' nodes, by a plain walk. */
final class PackedCheck {
  private PackedCheck() {}

  /**
   * Requires depth and keys that agree with what is below.
   *
   * @throws IllegalStateException naming what does not
   */
  static void check(PackedNode root) {
    int _ = depth(root, root);
  }

  private static int depth(PackedNode node, PackedNode root) {
    if (node != root && node.count == 0) {
      throw new IllegalStateException("an empty node");
    }
    return switch (node) {
      case Leaf leaf -> {
        for (int i = 0; i < leaf.count; i++) {
          if (leaf.keys[i] != leaf.area(i).start()) {
            throw new IllegalStateException("stale start beside " + leaf.area(i));
          }
        }
        yield 0;
      }
      case Inner inner -> {
        int below = depth(inner.child(0), root);
        for (int i = 0; i < inner.count; i++) {
          PackedNode child = inner.child(i);
          if (i == 0 ? inner.keys[0] != 0 : isWrong(inner.keys[i], inner.keys[i - 1], child)) {
            throw new IllegalStateException("key 0x%x is wrong".formatted(inner.keys[i]));
          }
          if (depth(child, root) != below) {
            throw new IllegalStateException("leaves at different depths");
          }
        }
        yield below + 1;
      }
    };
  }

  private static boolean isWrong(long key, long before, PackedNode child) {
    return Long.compareUnsigned(key, lowest(child)) > 0 || Long.compareUnsigned(key, before) <= 0;
  }

  private static long lowest(PackedNode node) {
    return switch (node) {
      case Leaf leaf -> leaf.keys[0];
      case Inner inner -> lowest(inner.child(0));
    };
  }
}
