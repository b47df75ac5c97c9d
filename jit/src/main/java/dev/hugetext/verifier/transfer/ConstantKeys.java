package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;

/** Keys of arrays that are known when the program is verified. */
final class ConstantKeys {
  private final ProgramFacts facts;
  private final Exploration exploration;

  ConstantKeys(ProgramFacts facts, Exploration exploration) {
    this.facts = facts;
    this.exploration = exploration;
  }

  /** A key whose number is known, from zeroed bytes or a spilled constant. */
  void note(MachineState state, HelperCall call, PointerValue pointer, int size) {
    if (!facts.environment().privileged()
        || pointer.type() != PointerType.STACK
        || !pointer.var().isConst()) {
      return;
    }
    int at = pointer.off() + (int) pointer.var().value();
    int index = StackSlot.slotOf(at);
    int from = StackSlot.byteOf(at);
    StackSlot slot = state.frame(pointer.frame()).slot(index);
    if (run(slot, from, SlotByte.ZERO) >= size) {
      call.setKey(0);
    } else if (slot.holdsScalar() && run(slot, from, SlotByte.SPILL) == size) {
      Scalar number = ((ScalarValue) slot.spilled()).number();
      if (number.isConst()) {
        exploration.markSlotPrecise(pointer.frame(), index);
        call.setKey(number.value());
      }
    }
  }

  /** How many bytes of a slot from {@code from} upwards are of one kind. */
  private static int run(StackSlot slot, int from, SlotByte kind) {
    int end = from;
    while (end < StackSlot.BYTES && slot.kind(end) == kind) {
      end++;
    }
    return end - from;
  }
}
