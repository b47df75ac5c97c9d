package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;

/**
 * Loads from and stores to the stack: registers are spilled and filled with all that is known of
 * them, other data byte by byte.
 */
final class StackTransfer {
  private final Exploration exploration;
  private final StackBounds bounds;
  private final boolean privileged;

  StackTransfer(Exploration exploration, Environment environment) {
    this.exploration = exploration;
    this.privileged = environment.privileged();
    this.bounds = new StackBounds(exploration, privileged);
  }

  StackBounds bounds() {
    return bounds;
  }

  /** An access of an instruction; {@code off} counts from the pointer's variable part. */
  void access(MachineState state, Access access, PointerValue pointer, int off) {
    StackBounds.Extent extent =
        bounds.check(state, access.register(), pointer, off, access.size(), access.write());
    if (pointer.var().isConst()) {
      int at = extent.first();
      if (access.write()) {
        storeFixed(state, access, pointer.frame(), at);
      } else {
        loadFixed(state, access, pointer.frame(), at);
      }
      return;
    }
    if (!privileged) {
      throw Refusal.of(
          Rule.STACK_VARIABLE,
          "R%d variable stack access prohibited for !root, var_off=%s off=%d"
              .formatted(access.register(), pointer.var().bits(), off));
    }
    if (access.write()) {
      storeVariable(state, access, pointer, extent);
    } else {
      loadVariable(state, access, pointer, extent);
    }
  }

  private void loadFixed(MachineState state, Access access, int frame, int at) {
    int index = slotOf(at);
    int from = byteOf(at);
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
    int index = slotOf(at);
    int from = byteOf(at);
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

  private void loadVariable(
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
      StackSlot slot = state.frame(pointer.frame()).slot(slotOf(at));
      exploration.touchSlot(pointer.frame(), slotOf(at));
      zero = slot.kind(byteOf(at)) == SlotByte.ZERO;
    }
    state.setRegister(
        access.value(), zero ? RegValue.ScalarValue.ZERO : RegValue.ScalarValue.UNKNOWN);
  }

  private void storeFixed(MachineState state, Access access, int frame, int at) {
    int index = slotOf(at);
    int from = byteOf(at);
    StackSlot slot = state.frame(frame).slot(index);
    exploration.touchSlot(frame, index);
    if (access.size() == StackSlot.BYTES) {
      exploration.noteStackWrite(frame, 1L << index);
    }
    if (!privileged && slot.holdsRegister() && !slot.holdsScalar() && access.size() != 8) {
      throw Refusal.of(Rule.SPILLED_POINTER, "attempt to corrupt spilled pointer on stack");
    }
    RegValue value = storedValue(state, access);
    if (value instanceof ScalarValue && from == 0 && access.form() != Access.Form.ATOMIC) {
      spillScalar(state, access, frame, index);
    } else if (value instanceof PointerValue pointer) {
      checkPointerSpill(state, access, frame, pointer);
      spill(state, frame, index, pointer, StackSlot.BYTES);
    } else {
      state.setSlot(frame, index, overwrite(slot, from, access, value));
    }
  }

  /** What is stored; not initialised if that is unknown. */
  private static RegValue storedValue(MachineState state, Access access) {
    return switch (access.form()) {
      case STORE -> state.register(access.value());
      case STORE_CONSTANT -> RegValue.ScalarValue.UNKNOWN.withNumber(Scalar.of(access.constant()));
      case LOAD, LOAD_SIGNED, ATOMIC, HELPER -> RegValue.NotInit.VALUE;
    };
  }

  private void spillScalar(MachineState state, Access access, int frame, int index) {
    ScalarValue value = (ScalarValue) storedValue(state, access);
    if (access.form() == Access.Form.STORE) {
      boolean fits = value.number().bitWidth() <= 8 * access.size();
      if (fits) {
        value = (ScalarValue) Ids.named(value, exploration);
        state.setRegister(access.value(), value);
      } else {
        value = value.withId(0);
      }
    }
    spill(state, frame, index, value, access.size());
  }

  private void spill(MachineState state, int frame, int index, RegValue value, int size) {
    StackSlot slot = state.frame(frame).slot(index).with(0, size, SlotByte.SPILL);
    for (int i = size; i < StackSlot.BYTES; i++) {
      SlotByte kind = slot.kind(i);
      boolean kept = kind == SlotByte.ZERO || (kind == SlotByte.INVALID && privileged);
      slot = kept ? slot : slot.with(i, 1, SlotByte.MISC);
    }
    state.setSlot(frame, index, slot.withRegister(value));
    exploration.noteSpillOrFill(frame, index);
  }

  private static void checkPointerSpill(
      MachineState state, Access access, int frame, PointerValue pointer) {
    if (access.size() != StackSlot.BYTES) {
      throw Refusal.of(Rule.REGISTER_SPILL, "invalid size of register spill");
    }
    if (frame != state.currentFrame() && pointer.type() == PointerType.STACK) {
      throw Refusal.of(
          Rule.CALLER_STACK_SPILL, "cannot spill pointers to stack into stack frame of the caller");
    }
  }

  private StackSlot overwrite(StackSlot slot, int from, Access access, RegValue value) {
    StackSlot rest = slot.holdsRegister() ? slot.scrubbed() : slot;
    SlotByte kind = SlotByte.MISC;
    if (value.isZero()) {
      if (access.form() == Access.Form.STORE) {
        exploration.markPrecise(access.value()); // the bytes are 0 only if the register was
      }
      kind = SlotByte.ZERO;
    }
    return rest.withoutRegister().with(from, access.size(), kind);
  }

  private void storeVariable(
      MachineState state, Access access, PointerValue pointer, StackBounds.Extent extent) {
    int frame = pointer.frame();
    boolean writesZero = storedValue(state, access).isZero();
    boolean keptZero = false;
    for (int at = extent.first(); at < extent.end(); at++) {
      int index = slotOf(at);
      exploration.touchSlot(frame, index);
      StackSlot slot = state.frame(frame).slot(index);
      SlotByte kind = slot.kind(byteOf(at));
      boolean zeroSpill = kind == SlotByte.SPILL && slot.holdsScalar() && slot.spilled().isZero();
      if (writesZero && zeroSpill) {
        keptZero = true;
        continue;
      }
      boolean staysZero = writesZero && kind == SlotByte.ZERO;
      StackSlot rest = slot.holdsRegister() ? slot.scrubbed() : slot;
      keptZero |= staysZero;
      state.setSlot(
          frame,
          index,
          rest.withoutRegister().with(byteOf(at), 1, staysZero ? SlotByte.ZERO : SlotByte.MISC));
    }
    if (keptZero && access.form() == Access.Form.STORE) {
      exploration.markPrecise(access.value());
    }
  }

  /** The slot of the byte at a negative offset from the frame pointer. */
  static int slotOf(int at) {
    return (-at - 1) / StackSlot.BYTES;
  }

  /** The byte's index in its slot, 0 at the lowest address. */
  static int byteOf(int at) {
    return StackSlot.BYTES - 1 - (-at - 1) % StackSlot.BYTES;
  }
}
