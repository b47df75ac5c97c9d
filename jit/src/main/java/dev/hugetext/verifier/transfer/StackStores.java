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

/** Stores to the stack: registers are spilled, other data overwrite byte by byte. */
final class StackStores {
  private final Exploration exploration;
  private final boolean privileged;

  StackStores(Exploration exploration, boolean privileged) {
    this.exploration = exploration;
    this.privileged = privileged;
  }

  void fixed(MachineState state, Access access, int frame, int at) {
    int index = StackSlot.slotOf(at);
    int from = StackSlot.byteOf(at);
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

  void variable(
      MachineState state, Access access, PointerValue pointer, StackBounds.Extent extent) {
    int frame = pointer.frame();
    boolean writesZero = storedValue(state, access).isZero();
    boolean keptZero = false;
    for (int at = extent.first(); at < extent.end(); at++) {
      int index = StackSlot.slotOf(at);
      exploration.touchSlot(frame, index);
      StackSlot slot = state.frame(frame).slot(index);
      SlotByte kind = slot.kind(StackSlot.byteOf(at));
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
          rest.withoutRegister()
              .with(StackSlot.byteOf(at), 1, staysZero ? SlotByte.ZERO : SlotByte.MISC));
    }
    if (keptZero && access.form() == Access.Form.STORE) {
      exploration.markPrecise(access.value());
    }
  }
}
