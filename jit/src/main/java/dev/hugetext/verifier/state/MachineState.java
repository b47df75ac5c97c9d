package dev.hugetext.verifier.state;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The frames of one path, outermost first.
 *
 * <p>{@link #copy} is cheap: both states go on sharing frames, and whichever writes first clones
 * the frame it writes. A state is used by one thread.
 */
public final class MachineState {
  /** The most frames that may be active. */
  public static final int MAX_FRAMES = 8;

  private static final int NONE = -1;

  private Frame[] frames;
  private boolean[] shared;
  private int current;
  private Obligations obligations;
  private Depths depths;
  private int narrowExchange = NONE;

  private MachineState(
      Frame[] frames, boolean[] shared, int current, Obligations obligations, Depths depths) {
    this.frames = frames;
    this.shared = shared;
    this.current = current;
    this.obligations = obligations;
    this.depths = depths;
  }

  /** The state at the entry of a function that no other function calls. */
  public static MachineState entry(int function, Role role) {
    Frame[] frames = {Frame.enter(0, function, -1, role)};
    return new MachineState(frames, new boolean[] {false}, 0, Obligations.NONE, Depths.ZERO);
  }

  /** An independent state with the same contents. */
  public MachineState copy() {
    Arrays.fill(shared, true);
    MachineState copy =
        new MachineState(frames.clone(), shared.clone(), current, obligations, depths);
    copy.narrowExchange = narrowExchange;
    return copy;
  }

  /**
   * The 32-bit compare-and-exchange that R0 comes from, if its upper half was not read since: such
   * an instruction may leave that half as it was. Not part of what states are compared by.
   */
  public OptionalInt narrowExchange() {
    return narrowExchange == NONE ? OptionalInt.empty() : OptionalInt.of(narrowExchange);
  }

  /** R0 now comes from the compare-and-exchange at {@code pc}. */
  public void setNarrowExchange(int pc) {
    narrowExchange = pc;
  }

  /** R0 comes from elsewhere, or all of it is defined. */
  public void clearNarrowExchange() {
    narrowExchange = NONE;
  }

  /** Number of the innermost frame. */
  public int currentFrame() {
    return current;
  }

  /** What the path has to give back or unlock. */
  public Obligations obligations() {
    return obligations;
  }

  public void setObligations(Obligations obligations) {
    this.obligations = obligations;
  }

  /** How far the path went into what has no bound of its own. */
  public Depths depths() {
    return depths;
  }

  public void setDepths(Depths depths) {
    this.depths = depths;
  }

  /** A frame to read. */
  public Frame frame(int number) {
    return frames[number];
  }

  /** The innermost frame to read. */
  public Frame frame() {
    return frames[current];
  }

  /** A frame to write; what was read before from {@link #frame} is not changed by it. */
  public Frame edit(int number) {
    if (shared[number]) {
      frames[number] = frames[number].copy();
      shared[number] = false;
    }
    return frames[number];
  }

  /** A register of the innermost frame. */
  public RegValue register(int register) {
    return frames[current].register(register);
  }

  /** Sets a register of the innermost frame. */
  public void setRegister(int register, RegValue value) {
    edit(current).setRegister(register, value);
  }

  /** Sets a slot of a frame, which grows as needed. */
  public void setSlot(int frame, int slot, StackSlot value) {
    growStack(frame, slot + 1);
    edit(frame).setSlot(slot, value);
  }

  /** Makes at least {@code slots} slots of a frame exist. */
  public void growStack(int frame, int slots) {
    if (frames[frame].slots() < slots) {
      edit(frame).grow(slots);
    }
  }

  /** Enters a function: a new innermost frame. */
  public Frame push(int function, int callsite, Role role) {
    current++;
    frames = Arrays.copyOf(frames, current + 1);
    shared = Arrays.copyOf(shared, current + 1);
    frames[current] = Frame.enter(current, function, callsite, role);
    return frames[current];
  }

  /** Leaves the innermost function. */
  public void pop() {
    frames = Arrays.copyOf(frames, current);
    shared = Arrays.copyOf(shared, current);
    current--;
  }

  /** Applies {@code change} to every register and spilled register of every frame. */
  public void changeAll(UnaryOperator<RegValue> change) {
    for (int number = 0; number <= current; number++) {
      if (frames[number].changes(change)) {
        edit(number).change(change);
      }
    }
  }
}
