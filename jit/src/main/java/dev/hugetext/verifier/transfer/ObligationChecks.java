package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.Obligations;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** References are given back exactly once, and locks released, before a program ends. */
final class ObligationChecks {
  private ObligationChecks() {}

  /**
   * Refuses to end the program here.
   *
   * @param how what would end it, in the kernel's words
   */
  static void checkNone(MachineState state, String how) {
    Obligations open = state.obligations();
    if (open.holdsLock()) {
      throw Refusal.of(Rule.LOCK_HELD, how + " cannot be used inside bpf_spin_lock-ed region");
    }
    checkReferences(state, how);
  }

  /** Functions may return with references to their caller; the program may not. */
  private static void checkReferences(MachineState state, String how) {
    Obligations open = state.obligations();
    if (state.currentFrame() > 0 || open.references() == 0) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < open.references(); i++) {
      lines.append(
          "Unreleased reference id=%d alloc_insn=%d\n"
              .formatted(open.reference(i), open.acquiredAt(i)));
    }
    throw Refusal.of(Rule.REFERENCE_LEAK, lines + how + " would lead to reference leak");
  }

  /** Gives a reference back: no copy of the pointer is worth anything any more. */
  static void release(MachineState state, int reference) {
    state.setObligations(state.obligations().release(reference));
    state.changeAll(value ->
        value instanceof PointerValue pointer && pointer.reference() == reference
            ? RegValue.ScalarValue.UNKNOWN
            : value);
  }
}
