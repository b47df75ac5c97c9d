package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.verifier.domain.Bounds32;
import dev.hugetext.verifier.domain.Bounds64;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/**
 * A number added to, or subtracted from, a pointer.
 *
 * <p>A constant goes to the pointer's constant offset while that fits 32 bits; anything else to its
 * variable one, and a packet pointer then has a new id and, unless it can only have moved back, no
 * checked range.
 */
final class PointerArithmetic {
  /** No offset of a pointer reaches this many bytes. */
  static final int MAX_OFFSET = 1 << 29;

  private final Exploration exploration;
  private final boolean privileged;

  PointerArithmetic(Exploration exploration, Environment environment) {
    this.exploration = exploration;
    this.privileged = environment.privileged();
  }

  /**
   * The result of {@code dst op= operand}, where one of both is the pointer.
   *
   * @param register number of the destination, for messages
   * @param fromScalar whether the destination is the number
   */
  RegValue apply(
      AluOp op,
      boolean is32,
      int register,
      PointerValue pointer,
      Scalar number,
      boolean fromScalar) {
    if (isInconsistent(number)) {
      return RegValue.ScalarValue.UNKNOWN; // the path cannot run
    }
    if (is32) {
      if (op == AluOp.SUB && privileged) {
        return RegValue.ScalarValue.UNKNOWN;
      }
      throw Refusal.of(
          Rule.POINTER_OPERATION_32,
          "R%d 32-bit pointer arithmetic prohibited".formatted(register));
    }
    checkType(op, register, pointer, number);
    checkSane(number, 0, pointer.type());
    checkSane(pointer.var(), pointer.off(), pointer.type());
    PointerValue result =
        switch (op) {
          case ADD -> add(pointer, number);
          case SUB -> sub(register, pointer, number, fromScalar);
          case AND, OR, XOR -> throw refused(register, "R%d bitwise operator %s on pointer", op);
          case MUL, DIV, SDIV, LSH, RSH, MOD, SMOD, MOV, ARSH ->
              throw refused(register, "R%d pointer arithmetic with %s operator", op);
        };
    checkSane(result.var(), result.off(), result.type());
    Scalar var = new Scalar(result.var().bits(), result.var().wide(), Bounds32.ALL).settled();
    return result.withVar(var.orUnboundedIfContradiction(), result.id(), result.range());
  }

  private static Refusal refused(int register, String format, AluOp op) {
    String symbol = op.symbol().replace("s/=", "/=").replace("s%=", "%=");
    return Refusal.of(Rule.POINTER_OPERATION, format.formatted(register, symbol) + " prohibited");
  }

  private static boolean isInconsistent(Scalar number) {
    Bounds64 wide = number.wide();
    boolean constDiffers =
        number.isConst() && (wide.smin() != wide.smax() || wide.umin() != wide.umax());
    return constDiffers
        || wide.smin() > wide.smax()
        || Long.compareUnsigned(wide.umin(), wide.umax()) > 0;
  }

  private static void checkType(AluOp op, int register, PointerValue pointer, Scalar number) {
    if (pointer.maybeNull()) {
      throw Refusal.of(
          Rule.POINTER_NULL_CHECKED,
          "R%d pointer arithmetic on %s prohibited, null-check it first"
              .formatted(register, pointer.typeText()));
    }
    boolean allowed =
        switch (pointer.type()) {
          case CTX,
              MAP_VALUE,
              MAP_KEY,
              STACK,
              PACKET_META,
              PACKET,
              TP_BUFFER,
              BTF_ID,
              TRUSTED,
              MEM,
              RINGBUF_MEM,
              FUNC ->
              true;
          case FLOW_KEYS -> number.isConst();
          case MAP_PTR -> number.isZero() && op == AluOp.ADD;
          case PACKET_END, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> false;
        };
    if (!allowed) {
      throw Refusal.of(
          Rule.POINTER_OPERATION,
          "R%d pointer arithmetic on %s prohibited".formatted(register, pointer.typeText()));
    }
  }

  private static void checkSane(Scalar var, int off, PointerType type) {
    String text = type.text();
    if (var.isConst() && isFar(var.value())) {
      throw Refusal.of(
          Rule.POINTER_OFFSET,
          "math between %s pointer and %d is not allowed".formatted(text, var.value()));
    }
    if (isFar(off)) {
      throw Refusal.of(
          Rule.POINTER_OFFSET, "%s pointer offset %d is not allowed".formatted(text, off));
    }
    if (var.smin() == Long.MIN_VALUE) {
      throw Refusal.of(
          Rule.POINTER_OFFSET,
          "math between %s pointer and register with unbounded min value is not allowed"
              .formatted(text));
    }
    if (isFar(var.smin())) {
      throw Refusal.of(
          Rule.POINTER_OFFSET,
          "value %d makes %s pointer be out of bounds".formatted(var.smin(), text));
    }
  }

  private static boolean isFar(long offset) {
    return offset >= MAX_OFFSET || offset <= -MAX_OFFSET;
  }

  private PointerValue add(PointerValue pointer, Scalar number) {
    long off = pointer.off() + number.smin();
    if (number.isConst() && off == (int) off) {
      return pointer.withOff((int) off);
    }
    Scalar var =
        new Scalar(
            pointer.var().bits().add(number.bits()),
            addWide(pointer.var().wide(), number.wide()),
            Bounds32.ALL);
    boolean packet = pointer.type().isPacket();
    return pointer.withVar(
        var, packet ? exploration.freshId() : pointer.id(), packet ? 0 : pointer.range());
  }

  /** As for numbers, but an unsigned range is lost as soon as one end wraps. */
  private static Bounds64 addWide(Bounds64 a, Bounds64 b) {
    long first = a.umin() + b.umin();
    long last = a.umax() + b.umax();
    boolean wraps =
        Long.compareUnsigned(first, a.umin()) < 0 || Long.compareUnsigned(last, a.umax()) < 0;
    long low = a.smin() + b.smin();
    long high = a.smax() + b.smax();
    boolean signedWraps =
        ((a.smin() ^ low) & (b.smin() ^ low)) < 0 || ((a.smax() ^ high) & (b.smax() ^ high)) < 0;
    return new Bounds64(
        signedWraps ? Long.MIN_VALUE : low,
        signedWraps ? Long.MAX_VALUE : high,
        wraps ? 0 : first,
        wraps ? -1 : last);
  }

  private PointerValue sub(int register, PointerValue pointer, Scalar number, boolean fromScalar) {
    if (fromScalar) {
      throw Refusal.of(
          Rule.SCALAR_MINUS_POINTER,
          "R%d tried to subtract pointer from scalar".formatted(register));
    }
    if (pointer.type() == PointerType.STACK) {
      throw Refusal.of(
          Rule.STACK_SUBTRACTION,
          "R%d subtraction from stack pointer prohibited".formatted(register));
    }
    long off = pointer.off() - number.smin();
    if (number.isConst() && off == (int) off) {
      return pointer.withOff((int) off);
    }
    Scalar var =
        new Scalar(
            pointer.var().bits().sub(number.bits()),
            subWide(pointer.var().wide(), number.wide()),
            Bounds32.ALL);
    if (!pointer.type().isPacket()) {
      return pointer.withVar(var, pointer.id(), pointer.range());
    }
    int range = number.smin() < 0 ? 0 : pointer.range();
    return pointer.withVar(var, exploration.freshId(), range);
  }

  private static Bounds64 subWide(Bounds64 a, Bounds64 b) {
    boolean mayWrap = Long.compareUnsigned(a.umin(), b.umax()) < 0;
    long low = a.smin() - b.smax();
    long high = a.smax() - b.smin();
    boolean signedWraps =
        ((a.smin() ^ b.smax()) & (a.smin() ^ low)) < 0
            || ((a.smax() ^ b.smin()) & (a.smax() ^ high)) < 0;
    return new Bounds64(
        signedWraps ? Long.MIN_VALUE : low,
        signedWraps ? Long.MAX_VALUE : high,
        mayWrap ? 0 : a.umin() - b.umax(),
        mayWrap ? -1 : a.umax() - b.umin());
  }
}
