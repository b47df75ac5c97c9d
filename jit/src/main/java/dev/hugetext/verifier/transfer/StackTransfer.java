package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/**
 * Loads from and stores to the stack: registers are spilled and filled with all that is known of
 * them, other data byte by byte.
 */
final class StackTransfer {
  private final StackBounds bounds;
  private final StackLoads loads;
  private final StackStores stores;
  private final boolean privileged;

  StackTransfer(Exploration exploration, Environment environment) {
    this.privileged = environment.privileged();
    this.bounds = new StackBounds(exploration, privileged);
    this.loads = new StackLoads(exploration, bounds, privileged);
    this.stores = new StackStores(exploration, privileged);
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
        stores.fixed(state, access, pointer.frame(), at);
      } else {
        loads.fixed(state, access, pointer.frame(), at);
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
      stores.variable(state, access, pointer, extent);
    } else {
      loads.variable(state, access, pointer, extent);
    }
  }
}
