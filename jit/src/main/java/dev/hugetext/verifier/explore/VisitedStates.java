package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Exactness;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.StackSlot;
import dev.hugetext.verifier.state.StateComparison;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states kept at prune points: whether one of them covers a new one, whether a loop makes no
 * progress, and when a new one is worth keeping.
 *
 * <p>The heuristics are Linux's, because they decide how many instructions are processed: a state
 * is kept at most every 8 instructions and 2 jumps, within a loop every 100 and 20; one that covers
 * too rarely is dropped.
 */
final class VisitedStates {
  private static final int MAX_HISTORY = 40;
  private static final int PATIENCE = 3;

  /** States that a loop waits for are kept longer. */
  private static final int LOOP_PATIENCE = 64;

  private final ProgramFacts facts;
  private final ControlFlow flow;
  private final StateComparison comparison;
  private final LiveRegisters live;
  private final StackLiveness stack;
  private final ExplorationListener listener;
  private final @Nullable List<Checkpoint>[] kept;

  private int jumps;
  private int jumpsAtLast;
  private int instructionsAtLast;
  private int total;
  private int size;
  private int peak;
  private int most;

  /** A kept state that covers a new one; {@code loop} if its own safety is not proved yet. */
  record Hit(Checkpoint state, boolean loop) {}

  VisitedStates(
      ProgramFacts facts,
      ControlFlow flow,
      LiveRegisters live,
      StackLiveness stack,
      ExplorationListener listener) {
    this.facts = facts;
    this.flow = flow;
    this.comparison = new StateComparison(facts.environment().privileged());
    this.kept = buckets(facts.size());
    this.live = live;
    this.stack = stack;
    this.listener = listener;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
  private static @Nullable List<Checkpoint>[] buckets(int size) {
    return new List[size];
  }

  void countJump() {
    jumps++;
  }

  /** No path from a kept state is pending any more. */
  void closed(Checkpoint checkpoint) {
    if (checkpoint.isDropped()) {
      size--;
    }
  }

  int total() {
    return total;
  }

  int peak() {
    return peak;
  }

  int maxPerInstruction() {
    return most;
  }

  /** How much was done since the last state was kept. */
  private boolean since(int moreJumps, int moreInstructions, int processed) {
    return jumps - jumpsAtLast >= moreJumps && processed - instructionsAtLast >= moreInstructions;
  }

  /**
   * Looks at the state of a path at a prune point, and keeps it if that is worth while.
   *
   * @return the kept state that covers it, or null
   * @throws Refusal if the same state is on the path already
   */
  @Nullable Hit visit(Path path, int processed) {
    boolean loopPoint = flow.isLoopPoint(path.pc());
    boolean forced = loopPoint || path.history().size() > MAX_HISTORY;
    boolean keep = forced || since(2, 8, processed);
    List<Checkpoint> here = bucket(path.pc(), path.state());
    int seen = 0;
    for (Iterator<Checkpoint> each = here.iterator(); each.hasNext(); ) {
      Checkpoint old = each.next();
      seen++;
      if (old.pc() != path.pc()) {
        continue; // another instruction in the same bucket
      }
      Hit hit = old.isOpen() ? onPath(path, old) : explored(path, old);
      if (hit != null) {
        old.hit();
        return hit;
      }
      if (old.isOpen()) {
        boolean early = jumps - jumpsAtLast < 20 && processed - instructionsAtLast < 100;
        keep = keep && (forced || !early);
      }
      if (keep) {
        old.miss();
      }
      if (old.isUseless(loopPoint && old.isOpen() ? LOOP_PATIENCE : PATIENCE)) {
        each.remove();
        size -= old.isOpen() ? 0 : 1; // else it is counted until it is closed
        old.setDropped();
      }
    }
    most = Math.max(most, seen);
    if (keep) {
      keep(path, here, processed);
    }
    return null;
  }

  /** A state that the path came by: a loop that only the kernel ends may close here. */
  private @Nullable Hit onPath(Path path, Checkpoint old) {
    if (facts.callsCallback(path.pc())) {
      return covers(old, path, Exactness.WITHIN) ? new Hit(old, true) : null;
    }
    boolean deeper = old.state().depths().mayGoto() != path.state().depths().mayGoto();
    if (flow.isLoopPoint(path.pc()) && deeper && covers(old, path, Exactness.WITHIN)) {
      return new Hit(old, true);
    }
    if (old.state().depths().equals(path.state().depths())) {
      checkProgress(path, old);
    }
    return null;
  }

  private @Nullable Hit explored(Path path, Checkpoint old) {
    boolean loop = old.openHead() != null;
    if (!loop) {
      clean(old);
    }
    return covers(old, path, loop ? Exactness.WITHIN : Exactness.COVERED)
        ? new Hit(old, loop)
        : null;
  }

  /** The last state kept at an instruction on the way of a path, in the same calls; or null. */
  @Nullable Checkpoint before(int pc, MachineState state, @Nullable Checkpoint not) {
    for (Checkpoint old : bucket(pc, state)) {
      if (old != not && old.pc() == pc && old.isOpen() && sameCalls(old.state(), state)) {
        return old;
      }
    }
    return null;
  }

  private static boolean sameCalls(MachineState a, MachineState b) {
    if (a.currentFrame() != b.currentFrame()) {
      return false;
    }
    for (int frame = 0; frame <= a.currentFrame(); frame++) {
      if (a.frame(frame).callsite() != b.frame(frame).callsite()) {
        return false;
      }
    }
    return true;
  }

  /**
   * States are filed by instruction and caller, so that calls from elsewhere are not in the way.
   */
  private List<Checkpoint> bucket(int pc, MachineState state) {
    int callsite = state.frame().callsite();
    int index = Integer.remainderUnsigned(pc ^ callsite, kept.length);
    List<Checkpoint> bucket = kept[index];
    if (bucket == null) {
      bucket = new ArrayList<>();
      kept[index] = bucket;
    }
    return bucket;
  }

  private boolean covers(Checkpoint old, Path path, Exactness exactness) {
    return comparison.covers(
        old.state(), path.state(), frame -> liveIn(old.state(), old.pc(), frame), exactness);
  }

  private int liveIn(MachineState state, int pc, int frame) {
    return live.before(frame == state.currentFrame() ? pc : state.frame(frame + 1).callsite());
  }

  private void checkProgress(Path path, Checkpoint old) {
    if (StateComparison.sameRegisters(old.state(), path.state())
        && covers(old, path, Exactness.EXACT)) {
      listener.looped(path.pc(), path.state(), old.state());
      throw Refusal.of(
          Rule.INFINITE_LOOP, "infinite loop detected at insn %d".formatted(path.pc()));
    }
  }

  /** Forgets, in a state from which everything was explored, what turned out not to matter. */
  private void clean(Checkpoint old) {
    if (old.isCleaned()) {
      return;
    }
    old.setCleaned();
    MachineState state = old.state();
    for (int number = 0; number <= state.currentFrame(); number++) {
      Frame frame = state.edit(number);
      int registers = liveIn(state, old.pc(), number);
      for (int register = 0; register < Frame.REGISTERS - 1; register++) {
        if ((registers >> register & 1) == 0) {
          frame.setRegister(register, RegValue.NotInit.VALUE);
        }
      }
      long slots = stack.alive(state, old.pc(), number);
      for (int slot = 0; slot < frame.slots(); slot++) {
        if ((slots >> slot & 1) == 0) {
          frame.setSlot(slot, StackSlot.INVALID);
        }
      }
    }
  }

  private void keep(Path path, List<Checkpoint> here, int processed) {
    total++;
    size++;
    peak = Math.max(peak, size);
    jumpsAtLast = jumps;
    instructionsAtLast = processed;
    Precision.forget(path.state());
    Checkpoint checkpoint = new Checkpoint(path);
    path.startAfter(checkpoint);
    here.addFirst(checkpoint);
  }
}
