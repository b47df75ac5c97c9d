package dev.hugetext.loader.map;

/** An element of an LRU table, and its place in one of the lists of the eviction scheme. */
final class LruNode extends ElementSlot {
  /** The list that it is in. */
  enum State {
    ACTIVE,
    INACTIVE,
    FREE,
    LOCAL_FREE,
    LOCAL_PENDING
  }

  State state = State.FREE;

  /** Whose local list, or per-CPU lists, it belongs to. */
  int cpu;

  LruNode before = this;
  LruNode after = this;

  private final boolean anchor;

  LruNode(long address) {
    this(address, false);
  }

  private LruNode(long address, boolean anchor) {
    super(address);
    this.anchor = anchor;
  }

  /** What holds a ring together: no element. */
  static LruNode newAnchor() {
    return new LruNode(0, true);
  }

  boolean isAnchor() {
    return anchor;
  }
}
