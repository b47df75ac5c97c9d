package dev.hugetext.loader.map;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path-compressed binary trie over prefixes.
 *
 * <p>Its shape depends only on the prefixes in it: a fork is there exactly where two branches part
 * and no element stands.
 */
final class PrefixTrie {
  private @Nullable LpmNode root;

  /** The element with the longest prefix of the key; null where none matches. */
  @Nullable LpmNode longestMatch(byte[] data, int length) {
    LpmNode found = null;
    LpmNode node = root;
    while (node != null) {
      int common = node.commonBits(data, length);
      if (common < node.prefixLength) {
        break;
      }
      if (!node.isFork()) {
        found = node;
      }
      if (node.prefixLength == length) {
        break;
      }
      node = node.children[LpmNode.bit(data, node.prefixLength)];
    }
    return found;
  }

  /** The element with exactly this prefix; null where there is none. */
  @Nullable LpmNode find(byte[] data, int length) {
    List<LpmNode> path = path(data, length);
    LpmNode last = path.isEmpty() ? null : path.getLast();
    return last != null && isAt(last, data, length) && !last.isFork() ? last : null;
  }

  private static boolean isAt(LpmNode node, byte[] data, int length) {
    return node.prefixLength == length && node.commonBits(data, length) == length;
  }

  /** The nodes from the root towards a prefix, up to the first that is not above it. */
  private List<LpmNode> path(byte[] data, int length) {
    List<LpmNode> path = new ArrayList<>();
    LpmNode node = root;
    while (node != null) {
      path.add(node);
      if (node.commonBits(data, length) < node.prefixLength || node.prefixLength == length) {
        break;
      }
      node = node.children[LpmNode.bit(data, node.prefixLength)];
    }
    return path;
  }

  /** Puts an element in; it takes the place of one with the same prefix. */
  void put(LpmNode fresh) {
    List<LpmNode> path = path(fresh.data, fresh.prefixLength);
    if (path.isEmpty()) {
      root = fresh;
      return;
    }
    LpmNode last = path.getLast();
    int common = last.commonBits(fresh.data, fresh.prefixLength);
    if (common == last.prefixLength && last.prefixLength < fresh.prefixLength) {
      last.children[LpmNode.bit(fresh.data, last.prefixLength)] = fresh;
      return;
    }
    LpmNode parent = path.size() > 1 ? path.get(path.size() - 2) : null;
    if (common == last.prefixLength) {
      fresh.children[0] = last.children[0];
      fresh.children[1] = last.children[1];
      link(parent, last, fresh);
    } else if (common == fresh.prefixLength) {
      fresh.children[LpmNode.bit(last.data, common)] = last;
      link(parent, last, fresh);
    } else {
      var fork = new LpmNode(last.data, common, 0);
      fork.children[LpmNode.bit(fresh.data, common)] = fresh;
      fork.children[LpmNode.bit(last.data, common)] = last;
      link(parent, last, fork);
    }
  }

  private void link(@Nullable LpmNode parent, LpmNode old, @Nullable LpmNode replacement) {
    if (parent == null) {
      root = replacement;
    } else {
      parent.children[parent.children[0] == old ? 0 : 1] = replacement;
    }
  }

  /** Takes an element out that {@link #find} gave. */
  void remove(LpmNode node) {
    List<LpmNode> path = path(node.data, node.prefixLength);
    LpmNode parent = path.size() > 1 ? path.get(path.size() - 2) : null;
    LpmNode left = node.children[0];
    LpmNode right = node.children[1];
    if (left != null && right != null) {
      var fork = new LpmNode(node.data, node.prefixLength, 0);
      fork.children[0] = left;
      fork.children[1] = right;
      link(parent, node, fork);
    } else if (left != null || right != null || parent == null || !parent.isFork()) {
      link(parent, node, left != null ? left : right);
    } else {
      // a fork that loses one of its branches is none any more
      LpmNode sibling = parent.children[parent.children[0] == node ? 1 : 0];
      link(path.size() > 2 ? path.get(path.size() - 3) : null, parent, sibling);
    }
  }

  /**
   * The element that is walked after this prefix: longer ones before those that contain them, 0
   * before 1. The first where no element has the prefix, null after the last.
   */
  @Nullable LpmNode after(byte[] data, int length) {
    List<LpmNode> path = path(data, length);
    LpmNode node = path.isEmpty() ? null : path.getLast();
    if (node == null || node.isFork() || !isAt(node, data, length)) {
      return first();
    }
    for (int i = path.size() - 2; i >= 0; i--) {
      LpmNode parent = path.get(i);
      LpmNode right = parent.children[1];
      if (parent.children[0] == node && right != null) {
        return firstBelow(right);
      }
      if (!parent.isFork()) {
        return parent;
      }
      node = parent;
    }
    return null;
  }

  /** The element that is walked first; null where there is none. */
  @Nullable LpmNode first() {
    return root == null ? null : firstBelow(root);
  }

  private static LpmNode firstBelow(LpmNode top) {
    LpmNode node = top;
    while (true) {
      LpmNode left = node.children[0];
      LpmNode next = left != null ? left : node.children[1];
      if (next == null) {
        return node;
      }
      node = next;
    }
  }
}
