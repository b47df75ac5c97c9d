package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;

/** Loads from the stack: spilled registers come back with all that is known of them. */
final class StackLoads {
  private final Exploration exploration;
  private final StackBounds bounds;
  private final boolean privileged;

  StackLoads(Exploration exploration, StackBounds bounds, boolean privileged) {
    this.exploration = exploration;
    this.bounds = bounds;
    this.privileged = privileged;
  }

  void fixed(MachineState state, Access access, int frame, int at) {
    int index = StackSlot.slotOf(at);
    int from = StackSlot.byteOf(at);
    StackSlot slot = state.frame(frame).slot(index);
    exploration.touchSlot(frame, index);
    exploration.noteStackRead(frame, 1L << index);
    if (!slot.holdsRegister()) {
      checkReadable(slot, from, access, at);
      if (access.value() >= 0) {
        state.setRegister(access.value(), ofBytes(slot, from, access.size()));
      }
      return;
    }
    if (access.size() == StackSlot.BYTES && slot.spillSize() == StackSlot.BYTES) {
      fillWhole(state, access, frame, index);
    } else {
      fillPart(state, access, frame, at);
    }
  }

  private void fillWhole(MachineState state, Access access, int frame, int index) {
    StackSlot slot = state.frame(frame).slot(index);
    if (access.value() < 0) {
      if (!privileged && slot.spilled() instanceof PointerValue) {
        throw Refusal.of(
            Rule.POINTER_LEAK, "leaking pointer from stack off %d".formatted(-8 * (index + 1)));
      }
      exploration.noteSpillOrFill(frame, index);
      return;
    }
    RegValue named = Ids.named(slot.spilled(), exploration);
    setSpilled(state, frame, index, named);
    state.setRegister(access.value(), named);
    exploration.noteSpillOrFill(frame, index);
  }

  private static void setSpilled(MachineState state, int frame, int index, RegValue value) {
    StackSlot slot = state.frame(frame).slot(index);
    if (!slot.spilled().equals(value)) {
      state.setSlot(frame, index, slot.withRegister(value));
    }
  }

  private void fillPart(MachineState state, Access access, int frame, int at) {
    int index = StackSlot.slotOf(at);
    int from = StackSlot.byteOf(at);
    StackSlot slot = state.frame(frame).slot(index);
    if (!(slot.spilled() instanceof ScalarValue scalar)) {
      throw Refusal.of(Rule.REGISTER_FILL, "invalid size of register fill");
    }
    if (access.value() < 0) {
      return;
    }
    if (access.size() <= slot.spillSize() && from == 0) {
      state.setRegister(access.value(), narrowFill(state, access, frame, index, scalar));
      exploration.noteSpillOrFill(frame, index);
      return;
    }
    int spilled = 0;
    int zeros = 0;
    checkReadable(slot, from, access, at);
    for (int i = from; i < from + access.size(); i++) {
      spilled += slot.kind(i) == SlotByte.SPILL ? 1 : 0;
      zeros += slot.kind(i) == SlotByte.ZERO ? 1 : 0;
    }
    boolean zeroSpill = spilled == access.size() && scalar.number().isZero();
    if (zeroSpill) {
      exploration.noteSpillOrFill(frame, index);
    }
    boolean zero = zeroSpill || zeros == access.size();
    state.setRegister(
        access.value(), zero ? RegValue.ScalarValue.ZERO : RegValue.ScalarValue.UNKNOWN);
  }

  private RegValue narrowFill(
      MachineState state, Access access, int frame, int index, ScalarValue scalar) {
    StackSlot slot = state.frame(frame).slot(index);
    ScalarValue value = scalar;
    int width = scalar.number().bitWidth();
    if (access.size() == 4 && slot.spillSize() == 4 && width <= 32) {
      value = (ScalarValue) Ids.named(scalar, exploration);
      setSpilled(state, frame, index, value);
    }
    return width > 8 * access.size() ? value.withId(0) : value;
  }

  private void checkReadable(StackSlot slot, int from, Access access, int at) {
    for (int i = from; i < from + access.size(); i++) {
      if (slot.kind(i) == SlotByte.INVALID && !privileged) {
        throw Refusal.of(
            Rule.STACK_INITIALISED,
            "invalid read from stack off %d+%d size %d".formatted(at, i - from, access.size()));
      }
    }
  }

  private static RegValue ofBytes(StackSlot slot, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (slot.kind(i) != SlotByte.ZERO) {
        return RegValue.ScalarValue.UNKNOWN;
      }
    }
    return RegValue.ScalarValue.ZERO;
  }

  void variable(
      MachineState state, Access access, PointerValue pointer, StackBounds.Extent extent) {
    if (access.value() < 0) {
      throw Refusal.of(
          Rule.STACK_VARIABLE,
          "variable offset stack pointer cannot be passed into helper function; var_off=%s off=%d size=%d"
              .formatted(pointer.var().bits(), access.off(), access.size()));
    }
    bounds.checkInitialised(state, access.register(), pointer.frame(), extent, false);
    boolean zero = true;
    for (int at = extent.first(); zero && at < extent.end(); at++) {
      StackSlot slot = state.frame(pointer.frame()).slot(StackSlot.slotOf(at));
      exploration.touchSlot(pointer.frame(), StackSlot.slotOf(at));
      zero = slot.kind(StackSlot.byteOf(at)) == SlotByte.ZERO;
    }
    state.setRegister(
        access.value(), zero ? RegValue.ScalarValue.ZERO : RegValue.ScalarValue.UNKNOWN);
  }
}
