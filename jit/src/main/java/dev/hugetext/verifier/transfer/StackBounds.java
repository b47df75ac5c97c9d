package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;

/**
 * Whether an access lies in the 512 bytes below a frame pointer, and on bytes that were written.
 */
final class StackBounds {
  private static final int MAX_STACK = 512;

  private final Exploration exploration;
  private final boolean privileged;

  StackBounds(Exploration exploration, boolean privileged) {
    this.exploration = exploration;
    this.privileged = privileged;
  }

  /** Bytes {@code [first, end)} relative to the frame pointer that an access may reach. */
  record Extent(int first, int end) {}

  /** The bytes that may be reached; the frame's stack grows to hold them. */
  Extent check(
      MachineState state, int register, PointerValue pointer, int off, int size, boolean write) {
    Scalar var = pointer.var();
    String direction = write ? "write to" : "read from";
    boolean constant = var.isConst();
    if (!constant
        && (var.smax() >= PointerArithmetic.MAX_OFFSET
            || var.smin() <= -PointerArithmetic.MAX_OFFSET)) {
      throw Refusal.of(
          Rule.STACK_UNBOUNDED,
          "invalid unbounded variable-offset %s stack R%d".formatted(direction, register));
    }
    long first = (constant ? var.value() : var.smin()) + off;
    long end = (constant ? var.value() : var.smax()) + off + size;
    int allocated = 8 * state.frame(pointer.frame()).slots();
    long lowest = write || privileged ? -MAX_STACK : -allocated;
    boolean below = first < lowest || first > -1;
    if (below || end > 0) {
      String where =
          constant
              ? "invalid %s stack R%d off=%d size=%d".formatted(direction, register, first, size)
              : "invalid variable-offset %s stack R%d var_off=%s off=%d size=%d"
                  .formatted(direction, register, var.bits(), off, size);
      throw Refusal.of(Rule.STACK_BOUNDS, below ? Errno.EACCES : Errno.EINVAL, where);
    }
    state.growStack(pointer.frame(), (int) (-first + 7) / StackSlot.BYTES);
    return new Extent((int) first, (int) end);
  }

  /**
   * Checks that a helper, or a load at a variable offset, may read the bytes; afterwards they are
   * unknown where {@code clobber}.
   */
  void checkInitialised(
      MachineState state, int register, int frame, Extent extent, boolean clobber) {
    for (int at = extent.first(); at < extent.end(); at++) {
      int index = StackSlot.slotOf(at);
      StackSlot slot = state.frame(frame).slot(index);
      int inSlot = StackSlot.byteOf(at);
      switch (slot.kind(inSlot)) {
        case MISC -> {}
        case ZERO, INVALID -> {
          if (slot.kind(inSlot) == SlotByte.INVALID && !privileged) {
            throw uninitialised(register, extent, at);
          }
          if (clobber) {
            state.setSlot(frame, index, slot.with(inSlot, 1, SlotByte.MISC));
          }
        }
        case SPILL -> {
          boolean readable = slot.spilled() instanceof ScalarValue || privileged;
          if (!slot.holdsRegister() || !readable) {
            throw uninitialised(register, extent, at);
          }
          if (clobber) {
            state.setSlot(frame, index, slot.withRegister(RegValue.ScalarValue.UNKNOWN).scrubbed());
          }
        }
      }
      exploration.noteStackRead(frame, 1L << index);
    }
  }

  private static Refusal uninitialised(int register, Extent extent, int at) {
    return Refusal.of(
        Rule.STACK_INITIALISED,
        "invalid read from stack R%d off %d+%d size %d"
            .formatted(
                register, extent.first(), at - extent.first(), extent.end() - extent.first()));
  }
}
