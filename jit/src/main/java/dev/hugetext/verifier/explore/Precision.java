package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.StackSlot;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks the numbers in kept states that a decision depended on, by walking its path back.
 *
 * <p>Numbers that decided nothing may differ when states are compared; that is what lets loops with
 * branches inside converge. Where a number cannot be traced, all numbers of the path are marked.
 */
final class Precision {
  private static final int FRAME_POINTER = 10;

  private final ProgramFacts facts;
  private final Wanted wanted = new Wanted();
  private final StepBack stepBack;
  private final ExplorationListener listener;
  private int marks; // made so far

  Precision(ProgramFacts facts, ExplorationListener listener) {
    this.facts = facts;
    this.listener = listener;
    this.stepBack = new StepBack(facts, wanted);
  }

  /** A register of the innermost frame decided something at the instruction in hand. */
  void markRegister(Path path, int register) {
    wanted.clear(path.state().currentFrame());
    wanted.add(register);
    walkBack(path);
  }

  /** A spilled number decided something. */
  void markSlot(Path path, int frame, int slot) {
    wanted.clear(path.state().currentFrame());
    wanted.addSlot(frame, slot);
    walkBack(path);
  }

  /**
   * The path reached a state that is covered: what decided something there, decides here.
   *
   * @return whether that was news for any state on its way
   */
  boolean markAs(Path path, Checkpoint covering) {
    int before = marks;
    MachineState old = covering.state();
    wanted.clear(path.state().currentFrame());
    for (int number = 0; number <= old.currentFrame(); number++) {
      Frame frame = old.frame(number);
      for (int register = 0; register < FRAME_POINTER; register++) {
        if (isPrecise(frame.register(register))) {
          wanted.addIn(number, register);
        }
      }
      for (int slot = 0; slot < frame.slots(); slot++) {
        if (frame.slot(slot).holdsRegister() && isPrecise(frame.slot(slot).spilled())) {
          wanted.addSlot(number, slot);
        }
      }
      listener.precisionTakenOver(number, wanted.registers(number), wanted.slots(number));
    }
    walkBack(path);
    return marks != before;
  }

  /**
   * All paths from the head of a loop were followed: marks what decided something in a round of the
   * loop in the rounds before it, until nothing is new.
   */
  void settle(Checkpoint head) {
    boolean news = true;
    while (news) {
      news = false;
      for (Checkpoint.LoopEnd end : head.loopEnds()) {
        news |= markAs(end.path(), end.equal());
      }
    }
  }

  private static boolean isPrecise(RegValue value) {
    return value instanceof ScalarValue scalar && scalar.precise();
  }

  private void walkBack(Path path) {
    int last = path.pc();
    int first = path.firstPc();
    int after = -1;
    boolean skip = true; // the instruction in hand itself has not been applied
    List<HistoryEntry> history = path.history();
    Checkpoint parent = path.parent();
    while (!wanted.isEmpty()) {
      int result = walkSegment(new Segment(first, last, history), after, skip);
      if (result == UNTRACEABLE) {
        markEverything(path.parent());
        return;
      }
      if (parent == null || wanted.isEmpty()) {
        break;
      }
      markIn(parent.state());
      skip = false;
      after = first;
      last = parent.lastPc();
      first = parent.firstPc();
      history = parent.history();
      parent = parent.parent();
    }
    if (!wanted.isEmpty()) {
      markEverything(path.parent());
    }
  }

  private static final int DONE = 0;
  private static final int UNTRACEABLE = 1;

  /** Steps between two checkpoints. */
  private record Segment(int first, int last, List<HistoryEntry> history) {}

  private int walkSegment(Segment segment, int after, boolean skipLast) {
    int pc = segment.last();
    int next = after;
    int left = segment.history().size();
    boolean skip = skipLast;
    listener.precisionFrom(wanted.frame(), pc, segment.first(), after);
    if (pc < 0) {
      return UNTRACEABLE; // at the entry, where nothing can be wanted any more
    }
    while (true) {
      HistoryEntry top = left > 0 ? segment.history().get(left - 1) : null;
      HistoryEntry entry = top != null && top.pc() == pc ? top : null;
      if (!skip) {
        listener.precisionStep(
            wanted.frame(), wanted.registers(), wanted.slots(wanted.frame()), pc);
        if (!stepBack.over(pc, next, entry)) {
          return UNTRACEABLE;
        }
      }
      skip = false;
      if (wanted.isEmpty()) {
        return DONE;
      }
      next = pc;
      boolean onlyEntry = left == 0 || (left == 1 && entry != null);
      if (pc == segment.first() && onlyEntry) {
        return DONE;
      }
      if (entry != null) {
        pc = entry.previous();
        left--;
      } else {
        pc -= facts.endsPair(pc - 1) ? 2 : 1;
      }
    }
  }

  /** Marks what is wanted in a kept state; what is no number, or marked before, is done with. */
  private void markIn(MachineState state) {
    for (int number = wanted.frame(); number >= 0; number--) {
      int registers = wanted.registers(number);
      for (int register = 0; registers >> register != 0; register++) {
        if ((registers >> register & 1) != 0) {
          @Nullable ScalarValue marked = marked(state.frame(number).register(register));
          if (marked == null) {
            wanted.removeIn(number, register);
          } else {
            marks++;
            state.edit(number).setRegister(register, marked);
          }
        }
      }
      for (int slot = 0; slot < Long.SIZE; slot++) {
        if (wanted.hasSlot(number, slot)) {
          StackSlot held = state.frame(number).slot(slot);
          @Nullable ScalarValue marked = held.holdsRegister() ? marked(held.spilled()) : null;
          if (marked == null) {
            wanted.removeSlot(number, slot);
          } else {
            marks++;
            state.edit(number).setSlot(slot, held.withRegister(marked));
          }
        }
      }
      listener.precisionIn(number, wanted.registers(number), wanted.slots(number), state);
    }
  }

  /** The value marked precise; null if it is no number or is marked already. */
  private static @Nullable ScalarValue marked(RegValue value) {
    return value instanceof ScalarValue scalar && !scalar.precise()
        ? scalar.withPrecise(true)
        : null;
  }

  private void markEverything(@Nullable Checkpoint from) {
    for (Checkpoint at = from; at != null; at = at.parent()) {
      at.state().changeAll(this::counted);
    }
  }

  private RegValue counted(RegValue value) {
    if (!(value instanceof ScalarValue scalar) || scalar.precise()) {
      return value;
    }
    marks++;
    return scalar.withPrecise(true);
  }

  /** A state about to be kept: nothing has been decided from it yet. */
  static void forget(MachineState state) {
    state.changeAll(
        value -> value instanceof ScalarValue scalar ? scalar.withPrecise(false) : value);
  }
}
