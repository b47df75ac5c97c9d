package dev.hugetext.verifier.state;

import dev.hugetext.verifier.state.RegValue.NotInit;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import org.jspecify.annotations.Nullable;

/**
 * When a state needs no exploration because one that covers it was found safe: the pruning order.
 *
 * <p>An old state covers a new one at the same place if everything the program may do in the new
 * one, it may do in the old one: live registers and stack slots at most as wide where the old
 * state's safety depended on them, ids that go together, packets checked at least as far.
 */
public final class StateComparison {
  private final boolean uninitialisedStackAllowed;
  private final IdMap ids = new IdMap();

  /** Which registers of which frame matter for what follows. */
  @FunctionalInterface
  public interface LiveRegisters {
    /** Bit i is set if register i of a frame may be read before it is written. */
    int of(int frame);
  }

  public StateComparison(boolean uninitialisedStackAllowed) {
    this.uninitialisedStackAllowed = uninitialisedStackAllowed;
  }

  /** Whether {@code old} covers {@code now}, or is the same. */
  public boolean covers(
      MachineState old, MachineState now, LiveRegisters live, Exactness exactness) {
    if (old.currentFrame() != now.currentFrame()) {
      return false;
    }
    ids.clear();
    if (!obligationsCovered(old.obligations(), now.obligations())) {
      return false;
    }
    for (int number = 0; number <= old.currentFrame(); number++) {
      Frame oldFrame = old.frame(number);
      Frame newFrame = now.frame(number);
      if (oldFrame.callsite() != newFrame.callsite()
          || oldFrame.role() != newFrame.role()
          || oldFrame.iterations() > newFrame.iterations()
          || !registersCovered(oldFrame, newFrame, live.of(number), exactness)
          || !stackCovered(oldFrame, newFrame, exactness)) {
        return false;
      }
    }
    return true;
  }

  /** What must be given back or unlocked is the same, up to names. */
  private boolean obligationsCovered(Obligations old, Obligations now) {
    if (old.references() != now.references() || old.holdsLock() != now.holdsLock()) {
      return false;
    }
    for (int i = 0; i < old.references(); i++) {
      if (!ids.agree(old.reference(i), now.reference(i))) {
        return false;
      }
    }
    return !old.holdsLock()
        || (old.lockMap() == now.lockMap() && ids.agree(old.lockId(), now.lockId()));
  }

  /** A quick look whether the innermost frames could be the same: all registers are. */
  public static boolean sameRegisters(MachineState old, MachineState now) {
    if (old.currentFrame() != now.currentFrame()) {
      return false;
    }
    for (int register = 0; register < Frame.REGISTERS; register++) {
      if (!identical(old.register(register), now.register(register))) {
        return false;
      }
    }
    return true;
  }

  private static boolean identical(RegValue old, RegValue now) {
    if (old == now) {
      return true;
    }
    if (old instanceof ScalarValue s && now instanceof ScalarValue t) {
      return s.id() == t.id()
          && s.delta() == t.delta()
          && s.link() == t.link()
          && s.number().sameAs(t.number());
    }
    return old.equals(now);
  }

  private boolean registersCovered(Frame old, Frame now, int live, Exactness exactness) {
    for (int register = 0; register < Frame.REGISTERS; register++) {
      if ((live >> register & 1) != 0
          && !valueCovered(old.register(register), now.register(register), exactness)) {
        return false;
      }
    }
    return true;
  }

  private boolean valueCovered(RegValue old, RegValue now, Exactness exactness) {
    if (exactness == Exactness.EXACT) {
      return same(old, now);
    }
    return switch (old) {
      case NotInit ignored -> true; // what followed cannot have used it
      case ScalarValue oldScalar ->
          now instanceof ScalarValue newScalar && scalarCovered(oldScalar, newScalar, exactness);
      case PointerValue oldPointer ->
          now instanceof PointerValue newPointer && pointerCovered(oldPointer, newPointer);
    };
  }

  private boolean same(RegValue old, RegValue now) {
    return switch (old) {
      case NotInit ignored -> now instanceof NotInit;
      case ScalarValue s ->
          now instanceof ScalarValue t
              && s.number().sameAs(t.number())
              && s.delta() == t.delta()
              && s.link() == t.link()
              && ids.agree(s.id(), t.id());
      case PointerValue p -> now instanceof PointerValue q && samePointer(p, q);
    };
  }

  private boolean samePointer(PointerValue old, PointerValue now) {
    return sameButForVariable(old, now)
        && old.var().sameAs(now.var())
        && old.frame() == now.frame()
        && ids.agree(old.id(), now.id())
        && ids.agree(old.reference(), now.reference());
  }

  private static boolean sameButForVariable(PointerValue old, PointerValue now) {
    return old.type() == now.type()
        && old.maybeNull() == now.maybeNull()
        && old.off() == now.off()
        && old.range() == now.range()
        && old.map() == now.map();
  }

  private boolean scalarCovered(ScalarValue old, ScalarValue now, Exactness exactness) {
    if (!old.precise() && exactness == Exactness.COVERED) {
      return true;
    }
    if (!old.number().covers(now.number())) {
      return false;
    }
    if (old.id() == 0) {
      return true; // it was safe as a number of its own
    }
    return old.link() == now.link()
        && (!old.isShifted() || old.delta() == now.delta())
        && ids.agreeOnScalars(old.id(), now.id());
  }

  private boolean pointerCovered(PointerValue old, PointerValue now) {
    if (old.type() != now.type() || old.maybeNull() != now.maybeNull()) {
      return false;
    }
    return switch (old.type()) {
      case MAP_VALUE, MAP_KEY, MEM, RINGBUF_MEM, TP_BUFFER ->
          sameButForVariable(old, now)
              && old.var().covers(now.var())
              && ids.agree(old.id(), now.id())
              && ids.agree(old.reference(), now.reference());
      case PACKET, PACKET_META ->
          rangeCovered(old.range(), now.range())
              && old.off() == now.off()
              && ids.agree(old.id(), now.id())
              && old.var().covers(now.var());
      case CTX,
          MAP_PTR,
          STACK,
          PACKET_END,
          FLOW_KEYS,
          SOCKET,
          SOCK_COMMON,
          TCP_SOCK,
          XDP_SOCK,
          BTF_ID,
          TRUSTED,
          FUNC ->
          samePointer(old, now);
    };
  }

  private static boolean rangeCovered(int old, int now) {
    return old < 0 || now < 0 ? old == now : old <= now;
  }

  private boolean stackCovered(Frame old, Frame now, Exactness exactness) {
    for (int slot = 0; slot < old.slots(); slot++) {
      if (slot >= now.slots()) {
        // the new path never reached this slot, so what the old state needed there is missing
        if (exactness == Exactness.EXACT || !old.slot(slot).isAllMisc(uninitialisedStackAllowed)) {
          return false;
        }
      } else if (!slotCovered(old.slot(slot), now.slot(slot), exactness)) {
        return false;
      }
    }
    return true;
  }

  private boolean slotCovered(StackSlot old, StackSlot now, Exactness exactness) {
    if (old.kinds() == now.kinds()) {
      if (!old.holdsRegister()) {
        return true;
      }
    } else if (exactness == Exactness.EXACT) {
      return false;
    }
    if (old.isAllMisc(uninitialisedStackAllowed)) {
      if (uninitialisedStackAllowed) {
        return true; // it could as well never have been written
      }
      RegValue read = asScalar(now);
      return read == null
          ? bytesCovered(old, now)
          : valueCovered(RegValue.ScalarValue.UNKNOWN, read, exactness);
    }
    RegValue oldScalar = asScalar(old);
    RegValue newScalar = asScalar(now);
    if (oldScalar != null && newScalar != null) {
      return valueCovered(oldScalar, newScalar, exactness);
    }
    return bytesCovered(old, now)
        && (!old.holdsRegister() || valueCovered(old.spilled(), now.spilled(), exactness));
  }

  /** What a load of all 8 bytes gives, where that is a number that a register could hold. */
  private @Nullable RegValue asScalar(StackSlot slot) {
    if (slot.holdsScalar() && slot.spillSize() == StackSlot.BYTES) {
      return slot.spilled();
    }
    return slot.isAllMisc(uninitialisedStackAllowed) ? RegValue.ScalarValue.UNKNOWN : null;
  }

  private boolean bytesCovered(StackSlot old, StackSlot now) {
    for (int index = 0; index < StackSlot.BYTES; index++) {
      SlotByte was = old.kind(index);
      SlotByte is = now.kind(index);
      boolean free = was == SlotByte.INVALID || (was == SlotByte.MISC && uninitialisedStackAllowed);
      if (!free && was != is && !(was == SlotByte.MISC && is == SlotByte.ZERO)) {
        return false;
      }
    }
    return true;
  }
}
