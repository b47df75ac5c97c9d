package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state kept at a prune point.
 *
 * <p>It is proved safe once no path from it is pending ({@link #isOpen} is false). Its numbers
 * start imprecise and are marked as later decisions on paths from it turn out to depend on them.
 */
final class Checkpoint {
  private final MachineState state;
  private final int pc;
  private final @Nullable Checkpoint parent;
  private final int firstPc;
  private final int lastPc;
  private final List<HistoryEntry> history;
  private int branches = 1;
  private int hits;
  private int misses;
  private boolean cleaned;
  private boolean dropped;
  private final int depth;
  private @Nullable Checkpoint loopHead;
  private final List<LoopEnd> loopEnds = new ArrayList<>();

  /**
   * A path that ended because {@code equal} covers its state, which was not explored to its end
   * then: what decides something from there on, decides on this path too.
   */
  record LoopEnd(Path path, Checkpoint equal) {}

  Checkpoint(Path path) {
    this.state = path.state().copy();
    this.pc = path.pc();
    this.parent = path.parent();
    this.firstPc = path.firstPc();
    this.lastPc = path.lastPc();
    this.history = List.copyOf(path.history());
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  MachineState state() {
    return state;
  }

  /** Where it was kept. */
  int pc() {
    return pc;
  }

  /** The checkpoint before it on its path; null at the start. */
  @Nullable Checkpoint parent() {
    return parent;
  }

  /** First instruction after the parent. */
  int firstPc() {
    return firstPc;
  }

  /** Last instruction before this checkpoint, -1 at the start. */
  int lastPc() {
    return lastPc;
  }

  /** Notable steps between the parent and this checkpoint. */
  List<HistoryEntry> history() {
    return history;
  }

  /** Whether paths from it are still pending. */
  boolean isOpen() {
    return branches > 0;
  }

  void addBranch() {
    branches++;
  }

  /**
   * The outermost state with paths pending on which its own safety rests; null if there is none,
   * and it is proved safe once no path from it is pending either.
   */
  @Nullable Checkpoint openHead() {
    Checkpoint found = null;
    for (Checkpoint head = loopHead; head != null; head = head.loopHead) {
      found = head.isOpen() ? head : found;
    }
    return found;
  }

  /** A path from it ended in a state that {@code head}, before it on its path, covers. */
  void setLoopHead(Checkpoint head) {
    Checkpoint open = openHead();
    loopHead = open == null || head.depth < open.depth ? head : open;
  }

  /** How many checkpoints are before it on its path. */
  int depth() {
    return depth;
  }

  /** Paths that ended because this state, or one whose safety rests on it, covers them. */
  List<LoopEnd> loopEnds() {
    return loopEnds;
  }

  /** One path from it ended; returns whether it was the last. */
  boolean endBranch() {
    branches--;
    return branches == 0;
  }

  void hit() {
    hits++;
  }

  void miss() {
    misses++;
  }

  /**
   * Whether it so rarely covers a state that it is not worth keeping.
   *
   * @param patience how many misses go with one hit
   */
  boolean isUseless(int patience) {
    return misses > hits * patience + patience;
  }

  /** No longer compared with, but there until no path from it is pending. */
  void setDropped() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  boolean isCleaned() {
    return cleaned;
  }

  void setCleaned() {
    cleaned = true;
  }
}
