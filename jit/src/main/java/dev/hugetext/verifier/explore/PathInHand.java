package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.transfer.Exploration;
import dev.hugetext.verifier.transfer.LinkedRegisters;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The path that is being followed, and what transfers ask about it. */
final class PathInHand implements Exploration {
  private final ProgramFacts facts;
  private final LiveRegisters live;
  private final StackLiveness stack;
  private final Precision precision;
  private final VisitedStates visited;
  private final PendingPaths pending;
  private final ExplorationListener listener;
  private final Touched touched = new Touched();
  private final BitSet called = new BitSet();
  private final BitSet later = new BitSet();
  private Path path;
  private @Nullable HistoryEntry entry;
  private int ids;

  PathInHand(
      ProgramFacts facts,
      Surroundings surroundings,
      PendingPaths pending,
      ExplorationListener listener,
      Path first) {
    this.facts = facts;
    this.live = surroundings.live();
    this.stack = surroundings.stack();
    this.precision = surroundings.precision();
    this.visited = surroundings.visited();
    this.pending = pending;
    this.listener = listener;
    this.path = first;
  }

  /** What is known of the program and of other paths. */
  record Surroundings(
      LiveRegisters live, StackLiveness stack, Precision precision, VisitedStates visited) {}

  Path path() {
    return path;
  }

  /** Another path is followed from now on. */
  void follow(Path other) {
    path = other;
  }

  /** The path came to its next instruction. */
  void arrive() {
    entry = null;
    touched.clear();
  }

  /** The instruction in hand is worth an entry in the path's history. */
  void noteEntry() {
    entry = path.entry(entry);
  }

  /** What the instruction in hand used. */
  Touched touched() {
    return touched;
  }

  /** Functions that are judged alone and were called. */
  BitSet called() {
    return called;
  }

  /** Functions that the kernel calls some time later. */
  BitSet later() {
    return later;
  }

  @Override
  public int freshId() {
    return ++ids;
  }

  @Override
  public int liveRegisters(int frame) {
    MachineState state = path.state();
    boolean innermost = frame == state.currentFrame();
    return live.before(innermost ? path.pc() : state.frame(frame + 1).callsite());
  }

  @Override
  public void markPrecise(int register) {
    precision.markRegister(path, register);
  }

  @Override
  public void markSlotPrecise(int frame, int slot) {
    precision.markSlot(path, frame, slot);
  }

  @Override
  public void noteSpillOrFill(int frame, int slot) {
    entry = path.entry(entry);
    entry.setSpillOrFill(frame, slot);
  }

  @Override
  public void noteStackOperands(boolean left, boolean right) {
    if (left || right) {
      entry = path.entry(entry);
      entry.setStackOperands(left, right);
    }
  }

  @Override
  public void noteLinked(LinkedRegisters linked) {
    entry = path.entry(entry);
    entry.setLinked(linked);
  }

  @Override
  public void noteStackRead(int frame, long slots) {
    stack.read(frame, slots);
  }

  @Override
  public void noteStackWrite(int frame, long slots) {
    stack.write(frame, slots);
  }

  @Override
  public void putOff(int pc, MachineState other) {
    listener.forked(path.pc(), pc);
    pending.add(path.fork(other, pc));
    Checkpoint parent = path.parent();
    if (parent != null) {
      parent.addBranch();
    }
  }

  @Override
  public void putOffAlone(int pc, MachineState other) {
    listener.forked(path.pc(), pc);
    later.set(other.frame().function());
    pending.add(Path.entry(other, pc));
  }

  @Override
  public void noteGlobalCall(int function) {
    called.set(function);
    listener.assumed(function, facts.types().name(function));
  }

  @Override
  public @Nullable MachineState before(int pc, MachineState state) {
    Checkpoint here = pc == path.pc() ? path.parent() : null;
    Checkpoint found = visited.before(pc, state, here);
    return found == null ? null : found.state();
  }

  @Override
  public void noteLeaving(MachineState state) {
    listener.leaving(state);
  }

  @Override
  public void touch(int register) {
    touched.register(register);
  }

  @Override
  public void touchSlot(int frame, int slot) {
    touched.slot(frame, slot);
  }
}
