package dev.hugetext.verifier.explore;

/**
 * Paths that ended in a state whose own safety is not proved yet: what decides something from there
 * on is known only when the head of the loop is explored.
 */
final class OpenLoops {
  private final Precision precision;

  OpenLoops(Precision precision) {
    this.precision = precision;
  }

  /** The path is safe if {@code equal} is, which rests on the head of a loop, or is one. */
  void close(Path path, Checkpoint equal) {
    Checkpoint outer = equal.openHead();
    Checkpoint head = outer == null ? equal : outer;
    for (Checkpoint at = path.parent(); at != null && at.depth() > head.depth(); at = at.parent()) {
      at.setLoopHead(head);
    }
    head.loopEnds().add(new Checkpoint.LoopEnd(path, equal));
  }

  /** No path from the state is pending any more; if it heads a loop, the loop is explored. */
  void explored(Checkpoint checkpoint) {
    if (checkpoint.loopEnds().isEmpty()) {
      return;
    }
    Checkpoint outer = checkpoint.openHead();
    if (outer == null) {
      precision.settle(checkpoint);
    } else {
      outer.loopEnds().addAll(checkpoint.loopEnds());
    }
    checkpoint.loopEnds().clear();
  }
}
