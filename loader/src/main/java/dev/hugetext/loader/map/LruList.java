package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Active, inactive and free elements, and how they change places (Linux's {@code bpf_lru_list}).
 *
 * <p>An element that was used has its reference byte set, in guest memory, since compiled programs
 * set it. Used elements of the inactive list become active, unused ones of the active list
 * inactive; elements are evicted from the old end of the inactive list. Each step looks at no more
 * than {@code scans} elements.
 */
final class LruList {
  private final LruChain active = new LruChain();
  private final LruChain inactive = new LruChain();
  private final LruChain free = new LruChain();
  private final FreshElements fresh;
  private final GuestMemory memory;
  private final int scans;
  private final Predicate<LruNode> evict;
  private int activeCount;
  private int inactiveCount;
  private LruNode nextRotation = inactive.anchor();

  /**
   * A list whose elements are all free.
   *
   * @param evict takes an element out of the hash table; false where it is not in there
   */
  LruList(GuestMemory memory, FreshElements fresh, int scans, Predicate<LruNode> evict) {
    this.memory = memory;
    this.fresh = fresh;
    this.scans = scans;
    this.evict = evict;
  }

  boolean isReferenced(LruNode node) {
    return memory.getByte(node.address() + KernelAbi.HashElement.LRU_REF) != 0;
  }

  void clearReference(LruNode node) {
    memory.putByte(node.address() + KernelAbi.HashElement.LRU_REF, (byte) 0);
  }

  void setReference(LruNode node) {
    memory.putByte(node.address() + KernelAbi.HashElement.LRU_REF, (byte) 1);
  }

  /** The first free element, still in its place; null where there is none. */
  @Nullable LruNode firstFree() {
    LruNode node = free.first();
    if (node == null) {
      Long address = fresh.next();
      if (address != null) {
        node = new LruNode(address);
        free.moveToHead(node);
      }
    }
    return node;
  }

  boolean hasFree() {
    return !free.isEmpty() || !fresh.isEmpty();
  }

  LruChain freeChain() {
    return free;
  }

  private LruChain chain(LruNode.State state) {
    return switch (state) {
      case ACTIVE -> active;
      case INACTIVE -> inactive;
      case FREE -> free;
      case LOCAL_FREE, LOCAL_PENDING ->
          throw new IllegalArgumentException(state + " is a list of one CPU");
    };
  }

  private void count(LruNode.State state, int by) {
    if (state == LruNode.State.ACTIVE) {
      activeCount += by;
    } else if (state == LruNode.State.INACTIVE) {
      inactiveCount += by;
    }
  }

  private void skipInRotation(LruNode node) {
    if (node == nextRotation) {
      nextRotation = node.before;
    }
  }

  /** Moves a node within these lists, to the head. */
  void move(LruNode node, LruNode.State to) {
    if (node.state != to) {
      count(node.state, -1);
      count(to, 1);
      node.state = to;
    }
    clearReference(node);
    skipInRotation(node);
    chain(to).moveToHead(node);
  }

  /** Moves a node out of a local list into these. */
  void moveIn(LruNode node, LruNode.State to) {
    count(to, 1);
    node.state = to;
    clearReference(node);
    chain(to).moveToHead(node);
  }

  /** Moves a node out of these lists into a list of free ones. */
  void moveToFree(LruNode node, LruChain target, LruNode.State state) {
    skipInRotation(node);
    count(node.state, -1);
    node.state = state;
    target.moveToHead(node);
  }

  /** Looks through both lists for nodes that were or were not used since. */
  void rotate() {
    if (inactiveCount < activeCount) {
      rotateActive();
    }
    rotateInactive();
  }

  private void rotateActive() {
    LruNode first = active.anchor().after;
    LruNode node = active.anchor().before;
    for (int i = 1; !node.isAnchor(); i++) {
      LruNode newer = node.before;
      move(node, isReferenced(node) ? LruNode.State.ACTIVE : LruNode.State.INACTIVE);
      if (i == scans || node == first) {
        return;
      }
      node = newer;
    }
  }

  private void rotateInactive() {
    if (inactive.isEmpty()) {
      return;
    }
    LruNode last = nextRotation.after;
    if (last.isAnchor()) {
      last = last.after;
    }
    LruNode node = nextRotation;
    LruNode following = node;
    for (int i = 0; i < scans; ) {
      if (node.isAnchor()) {
        node = node.before;
        continue;
      }
      following = node.before;
      if (isReferenced(node)) {
        move(node, LruNode.State.ACTIVE);
      }
      if (node == last) {
        break;
      }
      node = following;
      i++;
    }
    nextRotation = following;
  }

  /**
   * Evicts unused elements into {@code target}, or one used element where there is no unused one
   * within reach.
   */
  void shrink(int wanted, LruChain target, LruNode.State state) {
    if (shrinkInactive(wanted, target, state) > 0) {
      return;
    }
    LruChain forced = inactive.isEmpty() ? active : inactive;
    for (LruNode node = forced.anchor().before; !node.isAnchor(); ) {
      LruNode newer = node.before;
      if (evict.test(node)) {
        moveToFree(node, target, state);
        return;
      }
      node = newer;
    }
  }

  private int shrinkInactive(int wanted, LruChain target, LruNode.State state) {
    int evicted = 0;
    LruNode node = inactive.anchor().before;
    for (int i = 1; !node.isAnchor(); i++) {
      LruNode newer = node.before;
      if (isReferenced(node)) {
        move(node, LruNode.State.ACTIVE);
      } else if (evict.test(node)) {
        moveToFree(node, target, state);
        evicted++;
        if (evicted == wanted) {
          break;
        }
      }
      if (i == scans) {
        break;
      }
      node = newer;
    }
    return evicted;
  }
}
