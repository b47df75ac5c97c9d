package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** What is learnt about pointers that may be null. */
final class NullChecks {
  private NullChecks() {}

  /** Makes all pointers with the id null (the number 0), or not null. */
  static void decide(MachineState state, int id, boolean isNull) {
    state.changeAll(value ->
        value instanceof PointerValue pointer && pointer.maybeNull() && pointer.id() == id
            ? isNull ? RegValue.ScalarValue.ZERO : pointer.notNull()
            : value);
  }

  /** Two pointers are equal: if one is not null, neither is the other. */
  static void equalPointers(MachineState state, int left, int right) {
    if (!(state.register(left) instanceof PointerValue a)
        || !(state.register(right) instanceof PointerValue b)
        || a.maybeNull() == b.maybeNull()
        || a.type() == PointerType.BTF_ID
        || b.type() == PointerType.BTF_ID) {
      return; // a BTF pointer may be null without saying so
    }
    int checked = a.maybeNull() ? left : right;
    PointerValue pointer = a.maybeNull() ? a : b;
    state.setRegister(
        checked,
        new PointerValue(
            pointer.type(),
            false,
            pointer.off(),
            pointer.var(),
            pointer.id(),
            pointer.range(),
            pointer.map(),
            pointer.frame()));
  }
}
