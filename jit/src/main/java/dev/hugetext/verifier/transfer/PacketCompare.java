package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.domain.Relation;
import dev.hugetext.verifier.domain.ScalarBranch.Outcome;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/**
 * Comparisons of a packet pointer with the packet's end, or of a metadata pointer with the packet's
 * start: where the pointer is not beyond, all bytes up to it are there.
 */
final class PacketCompare {
  /** Packets are smaller than this many bytes. */
  static final int MAX_PACKET = 0xffff;

  private PacketCompare() {}

  /** Decided only if an earlier comparison found the pointer at or beyond the end. */
  static Outcome decide(PointerValue left, Relation relation, PointerValue right) {
    if (right.type() == PointerType.PACKET_END) {
      return decideAgainstEnd(left, relation);
    }
    return left.type() == PointerType.PACKET_END
        ? decideAgainstEnd(right, relation.flipped())
        : Outcome.OPEN;
  }

  private static Outcome decideAgainstEnd(PointerValue packet, Relation relation) {
    boolean beyond = packet.range() == PointerValue.BEYOND_PACKET_END;
    boolean atLeastAt = beyond || packet.range() == PointerValue.AT_PACKET_END;
    return switch (relation) {
      case GT -> beyond ? Outcome.ALWAYS : Outcome.OPEN;
      case LE -> beyond ? Outcome.NEVER : Outcome.OPEN;
      case GE -> atLeastAt ? Outcome.ALWAYS : Outcome.OPEN;
      case LT -> atLeastAt ? Outcome.NEVER : Outcome.OPEN;
      case EQ, NE, SGT, SGE, SLT, SLE, SET, NOT_SET -> Outcome.OPEN;
    };
  }

  /** Whether the comparison was one that says something about the packet. */
  static boolean learn(
      MachineState fallThrough, MachineState taken, int left, Relation relation, int right) {
    RegValue a = fallThrough.register(left);
    RegValue b = fallThrough.register(right);
    if (a instanceof PointerValue p && b instanceof PointerValue q) {
      if (isBoundedBy(p, q)) {
        return learnBelow(fallThrough, taken, left, relation);
      }
      if (isBoundedBy(q, p)) {
        return learnBelow(fallThrough, taken, right, relation.flipped());
      }
    }
    return false;
  }

  private static boolean isBoundedBy(PointerValue pointer, PointerValue bound) {
    return switch (pointer.type()) {
      case PACKET -> bound.type() == PointerType.PACKET_END;
      case PACKET_META -> isPacketStart(bound);
      case CTX,
          MAP_PTR,
          MAP_VALUE,
          MAP_KEY,
          STACK,
          PACKET_END,
          FLOW_KEYS,
          SOCKET,
          SOCK_COMMON,
          TCP_SOCK,
          XDP_SOCK,
          TP_BUFFER,
          BTF_ID,
          TRUSTED,
          MEM,
          RINGBUF_MEM,
          FUNC ->
          false;
    };
  }

  private static boolean isPacketStart(PointerValue pointer) {
    return pointer.type() == PointerType.PACKET
        && pointer.id() == 0
        && pointer.off() == 0
        && pointer.var().isZero();
  }

  /** {@code register relation end}, taken where it holds. */
  private static boolean learnBelow(
      MachineState fallThrough, MachineState taken, int register, Relation relation) {
    switch (relation) {
      case GT -> {
        markGood(fallThrough, register, false);
        markEnd(taken, register, PointerValue.BEYOND_PACKET_END);
      }
      case LE -> {
        markGood(taken, register, false);
        markEnd(fallThrough, register, PointerValue.BEYOND_PACKET_END);
      }
      case GE -> {
        markGood(fallThrough, register, true);
        markEnd(taken, register, PointerValue.AT_PACKET_END);
      }
      case LT -> {
        markGood(taken, register, true);
        markEnd(fallThrough, register, PointerValue.AT_PACKET_END);
      }
      case EQ, NE, SGT, SGE, SLT, SLE, SET, NOT_SET -> {
        return false;
      }
    }
    return true;
  }

  /** The bytes before the pointer are there; {@code strictly} before the end: its own byte too. */
  private static void markGood(MachineState state, int register, boolean strictly) {
    PointerValue pointer = (PointerValue) state.register(register);
    long furthest = pointer.var().umax();
    boolean mayWrap =
        Long.compareUnsigned(furthest, MAX_PACKET) > 0
            || Long.compareUnsigned(furthest + pointer.off(), MAX_PACKET) > 0;
    if (pointer.off() < 0 || (pointer.off() == 0 && strictly) || mayWrap) {
      return;
    }
    int range = pointer.off() + (strictly ? 1 : 0);
    state.changeAll(value ->
        value instanceof PointerValue other
                && other.type() == pointer.type()
                && !other.maybeNull()
                && other.id() == pointer.id()
                && other.range() < range
            ? other.withRange(range)
            : value);
  }

  private static void markEnd(MachineState state, int register, int range) {
    PointerValue pointer = (PointerValue) state.register(register);
    if (pointer.type() == PointerType.PACKET) {
      state.setRegister(register, pointer.withRange(range));
    }
  }
}
