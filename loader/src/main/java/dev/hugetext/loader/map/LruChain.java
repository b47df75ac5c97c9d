package dev.hugetext.loader.map;

import org.jspecify.annotations.Nullable;

/** A ring of nodes with an anchor; a node is in one ring at a time. */
final class LruChain {
  private final LruNode anchor = LruNode.newAnchor();

  LruNode anchor() {
    return anchor;
  }

  boolean isEmpty() {
    return anchor.after == anchor;
  }

  @Nullable LruNode first() {
    return isEmpty() ? null : anchor.after;
  }

  @Nullable LruNode last() {
    return isEmpty() ? null : anchor.before;
  }

  /** Takes a node out of its ring and puts it at the head of this one. */
  void moveToHead(LruNode node) {
    unlink(node);
    node.after = anchor.after;
    node.before = anchor;
    anchor.after.before = node;
    anchor.after = node;
  }

  /** Takes a node out of its ring. */
  static void unlink(LruNode node) {
    node.before.after = node.after;
    node.after.before = node.before;
    node.before = node;
    node.after = node;
  }
}
