package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.StackSlot;

/**
 * The registers and slots that hold the same number, up to a constant, when a comparison teaches
 * something about one of them.
 *
 * <p>At most {@value #LIMIT} of them are remembered, as Linux does; the others lose their id, so
 * that nothing is concluded about them. Innermost frame first, registers before slots; where both
 * operands of a comparison have the same id, its registers count twice, as they do there.
 */
public final class LinkedRegisters {
  private static final int LIMIT = 6;
  private static final int SLOT = 1 << 16;
  private static final int FRAME_SHIFT = 8;
  private static final int INDEX_MASK = 0xff;

  private final int[] places = new int[LIMIT];
  private int size;

  /** Adds everything that has the id and may still be read. */
  void collect(MachineState state, int id, Exploration exploration) {
    for (int number = state.currentFrame(); number >= 0; number--) {
      int live = exploration.liveRegisters(number);
      for (int register = 0; register < Frame.REGISTERS - 1; register++) {
        if ((live >> register & 1) != 0
            && hasId(state.frame(number).register(register), id)
            && !add(number << FRAME_SHIFT | register)) {
          ScalarValue value = (ScalarValue) state.frame(number).register(register);
          state.edit(number).setRegister(register, value.withId(0));
        }
      }
      for (int slot = 0; slot < state.frame(number).slots(); slot++) {
        StackSlot held = state.frame(number).slot(slot);
        if (held.holdsRegister()
            && hasId(held.spilled(), id)
            && !add(SLOT | number << FRAME_SHIFT | slot)) {
          ScalarValue value = (ScalarValue) held.spilled();
          state.edit(number).setSlot(slot, held.withRegister(value.withId(0)));
        }
      }
    }
  }

  private static boolean hasId(RegValue value, int id) {
    return value instanceof ScalarValue scalar && scalar.id() == id;
  }

  private boolean add(int place) {
    if (size == LIMIT) {
      return false;
    }
    places[size++] = place;
    return true;
  }

  /** How many places are remembered. */
  public int size() {
    return size;
  }

  /** Whether the i-th place is a slot. */
  public boolean isSlot(int i) {
    return (places[i] & SLOT) != 0;
  }

  /** Frame of the i-th place. */
  public int frame(int i) {
    return places[i] >> FRAME_SHIFT & INDEX_MASK;
  }

  /** Register or slot of the i-th place. */
  public int index(int i) {
    return places[i] & INDEX_MASK;
  }

  RegValue value(MachineState state, int i) {
    Frame frame = state.frame(frame(i));
    return isSlot(i) ? frame.slot(index(i)).spilled() : frame.register(index(i));
  }

  void setValue(MachineState state, int i, RegValue value) {
    Frame frame = state.edit(frame(i));
    if (isSlot(i)) {
      frame.setSlot(index(i), frame.slot(index(i)).withRegister(value));
    } else {
      frame.setRegister(index(i), value);
    }
  }
}
