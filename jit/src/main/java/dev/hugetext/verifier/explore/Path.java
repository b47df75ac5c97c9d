package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way through the program, as far as it was followed. */
final class Path {
  private final MachineState state;
  private @Nullable Checkpoint parent;
  private int firstPc;
  private int lastPc;
  private int pc;
  private final List<HistoryEntry> history;

  private Path(
      MachineState state,
      @Nullable Checkpoint parent,
      int firstPc,
      int lastPc,
      List<HistoryEntry> history) {
    this.state = state;
    this.parent = parent;
    this.firstPc = firstPc;
    this.lastPc = lastPc;
    this.history = history;
  }

  /** A path at a function's entry. */
  static Path entry(MachineState state, int pc) {
    Path path = new Path(state, null, pc, -1, new ArrayList<>());
    path.pc = pc;
    return path;
  }

  /** The other way at a fork after the instruction in hand. */
  Path fork(MachineState other, int otherPc) {
    Path path = new Path(other, parent, firstPc, pc, new ArrayList<>(history));
    path.pc = otherPc;
    return path;
  }

  MachineState state() {
    return state;
  }

  @Nullable Checkpoint parent() {
    return parent;
  }

  int firstPc() {
    return firstPc;
  }

  /** The instruction before {@link #pc} on this path, -1 at the start. */
  int lastPc() {
    return lastPc;
  }

  /** The instruction in hand. */
  int pc() {
    return pc;
  }

  List<HistoryEntry> history() {
    return history;
  }

  void moveTo(int next) {
    lastPc = pc;
    pc = next;
  }

  /** The path goes on from a checkpoint just made of it. */
  void startAfter(Checkpoint checkpoint) {
    parent = checkpoint;
    firstPc = checkpoint.pc();
    history.clear();
  }

  /** The history entry of the instruction in hand, made if need be. */
  HistoryEntry entry(@Nullable HistoryEntry existing) {
    if (existing != null) {
      return existing;
    }
    HistoryEntry entry = new HistoryEntry(pc, lastPc);
    history.add(entry);
    return entry;
  }
}
