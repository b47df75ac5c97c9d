package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.verifier.domain.Bounds32;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.ScalarAlu;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Link;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.NotInit;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.OptionalInt;

/** Arithmetic on registers, moves excepted. */
final class AluTransfer {
  private final Exploration exploration;
  private final Registers registers;
  private final PointerArithmetic pointers;
  private final SpreadSigns signs;
  private final boolean privileged;

  AluTransfer(Exploration exploration, Registers registers, Environment environment) {
    this.exploration = exploration;
    this.registers = registers;
    this.pointers = new PointerArithmetic(exploration, environment);
    this.signs = new SpreadSigns(exploration);
    this.privileged = environment.privileged();
  }

  /** {@code dst op= source}. */
  void apply(MachineState state, int pc, Insn.Alu insn) {
    boolean is32 = insn.width() == RegWidth.W32;
    int dst = insn.dst().number();
    switch (insn.source()) {
      case Source.FromReg(var src) -> {
        RegValue right = registers.read(state, src.number());
        RegValue left = registers.read(state, dst);
        registers.checkWritable(dst);
        state.setRegister(
            dst,
            byRegister(state, pc, insn.op(), is32, new Operands(dst, left, src.number(), right)));
      }
      case Source.Imm(int imm) -> {
        RegValue left = registers.read(state, dst);
        checkImmediate(insn.op(), insn.width(), imm);
        registers.checkWritable(dst);
        Scalar right = Scalar.of(imm);
        state.setRegister(
            dst,
            switch (left) {
              case PointerValue pointer ->
                  pointers.apply(insn.op(), is32, dst, pointer, right, false);
              case ScalarValue scalar ->
                  onScalars(
                      insn.op(),
                      is32,
                      signs.split(state, pc, insn.op(), dst, scalar, right),
                      right);
              case NotInit ignored -> throw new IllegalStateException("was read above");
            });
      }
    }
  }

  /** {@code dst = -dst}. */
  void negate(MachineState state, Insn.Neg insn) {
    int dst = insn.dst().number();
    RegValue value = registers.read(state, dst);
    checkNoPointer(dst, value);
    registers.checkWritable(dst);
    boolean is32 = insn.width() == RegWidth.W32;
    state.setRegister(
        dst,
        value instanceof ScalarValue scalar
            ? result(scalar, ScalarAlu.neg(scalar.number(), is32)).withId(0)
            : RegValue.ScalarValue.UNKNOWN);
  }

  /** Byte order; on a little-endian machine "to little endian" only truncates. */
  void swap(MachineState state, Insn.Swap insn) {
    int dst = insn.dst().number();
    RegValue value = registers.read(state, dst);
    checkNoPointer(dst, value);
    registers.checkWritable(dst);
    state.setRegister(
        dst,
        value instanceof ScalarValue scalar ? swapped(scalar, insn) : RegValue.ScalarValue.UNKNOWN);
  }

  private static RegValue swapped(ScalarValue scalar, Insn.Swap insn) {
    int bytes = insn.size().bytes();
    boolean whole = bytes == Long.BYTES;
    return switch (insn.op()) {
      case LE ->
          whole ? scalar : result(scalar, ScalarAlu.truncate(scalar.number(), bytes)).withId(0);
      case BE, BSWAP -> result(scalar, ScalarAlu.swapBytes(scalar.number(), bytes)).withId(0);
    };
  }

  private void checkNoPointer(int dst, RegValue value) {
    if (registers.leaks(value)) {
      throw Refusal.of(Rule.POINTER_OPERATION, "R%d pointer arithmetic prohibited".formatted(dst));
    }
  }

  private static void checkImmediate(AluOp op, RegWidth width, int imm) {
    switch (op) {
      case DIV, SDIV, MOD, SMOD -> {
        if (imm == 0) {
          throw Refusal.of(Rule.DIVISOR, "div by zero");
        }
      }
      case LSH, RSH, ARSH -> {
        if (imm < 0 || imm >= width.bits()) {
          throw Refusal.of(Rule.SHIFT_AMOUNT, "invalid shift %d".formatted(imm));
        }
      }
      case ADD, SUB, MUL, OR, AND, XOR, MOV -> {}
    }
  }

  private record Operands(int dst, RegValue left, int src, RegValue right) {}

  private RegValue byRegister(MachineState state, int pc, AluOp op, boolean is32, Operands on) {
    if (on.right() instanceof PointerValue pointer) {
      if (on.left() instanceof ScalarValue scalar) {
        exploration.markPrecise(on.dst());
        return pointers.apply(op, is32, on.dst(), pointer, scalar.number(), true);
      }
      if (op == AluOp.SUB && privileged) {
        return RegValue.ScalarValue.UNKNOWN; // the distance of two pointers
      }
      throw Refusal.of(
          Rule.TWO_POINTERS, "R%d pointer %s pointer prohibited".formatted(on.dst(), op.symbol()));
    }
    ScalarValue right = (ScalarValue) on.right();
    if (on.left() instanceof PointerValue pointer) {
      exploration.markPrecise(on.src());
      return pointers.apply(op, is32, on.dst(), pointer, right.number(), false);
    }
    ScalarValue left = (ScalarValue) on.left();
    if (left.precise()) {
      exploration.markPrecise(on.src());
    }
    ScalarValue each = signs.split(state, pc, op, on.dst(), left, right.number());
    ScalarValue result = onScalars(op, is32, each, right.number());
    return on.dst() == on.src() ? result.withId(0) : result;
  }

  private static ScalarValue onScalars(AluOp op, boolean is32, ScalarValue left, Scalar right) {
    ScalarValue result = result(left, compute(op, is32, left.number(), right));
    OptionalInt delta = delta(op, is32, right);
    boolean linked = left.id() != 0 && !left.isShifted() && delta.isPresent();
    boolean same = !is32 || left.number().bitWidth() <= Integer.SIZE;
    return linked && same
        ? result.withDelta(delta.getAsInt(), is32 ? Link.PLUS_32 : Link.PLUS_64)
        : result.withId(0);
  }

  /** The constant that is added, where it is one that a link can remember. */
  private static OptionalInt delta(AluOp op, boolean is32, Scalar right) {
    boolean known = is32 ? right.bits().low().isConst() : right.isConst();
    long value = is32 ? (int) right.value() : right.value();
    if (!known || value != (int) value) {
      return OptionalInt.empty();
    }
    return switch (op) {
      case ADD -> OptionalInt.of((int) value);
      case SUB -> value == Integer.MIN_VALUE ? OptionalInt.empty() : OptionalInt.of((int) -value);
      case MUL, DIV, SDIV, OR, AND, LSH, RSH, MOD, SMOD, XOR, MOV, ARSH -> OptionalInt.empty();
    };
  }

  private static ScalarValue result(ScalarValue left, Scalar number) {
    return left.withNumber(number.orUnboundedIfContradiction());
  }

  private static Scalar compute(AluOp op, boolean is32, Scalar left, Scalar right) {
    return switch (op) {
      case ADD -> ScalarAlu.add(left, right, is32);
      case SUB -> ScalarAlu.sub(left, right, is32);
      case MUL -> ScalarAlu.mul(left, right, is32);
      case AND -> ScalarAlu.and(left, right, is32);
      case OR -> ScalarAlu.or(left, right, is32);
      case XOR -> ScalarAlu.xor(left, right, is32);
      case LSH, RSH, ARSH -> shift(op, is32, left, right);
      case DIV, SDIV, MOD, SMOD -> Scalar.UNKNOWN;
      case MOV -> throw new IllegalArgumentException("a move is not arithmetic");
    };
  }

  /** Known only for a constant amount below the width, of which all 64 bits are looked at. */
  private static Scalar shift(AluOp op, boolean is32, Scalar left, Scalar right) {
    boolean known =
        is32
            ? right.bits().low().isConst() && isPoint(right.low())
            : right.isConst() && right.smin() == right.smax() && right.umin() == right.umax();
    if (!known || Long.compareUnsigned(right.umax(), is32 ? 32 : 64) >= 0) {
      return Scalar.UNKNOWN;
    }
    int by = (int) right.umin();
    return switch (op) {
      case LSH -> ScalarAlu.shiftLeft(left, by, is32);
      case RSH -> ScalarAlu.shiftRight(left, by, is32);
      case ARSH -> ScalarAlu.shiftRightSigned(left, by, is32);
      case ADD, SUB, MUL, DIV, SDIV, OR, AND, MOD, SMOD, XOR, MOV ->
          throw new IllegalArgumentException("not a shift: " + op);
    };
  }

  private static boolean isPoint(Bounds32 range) {
    return range.smin() == range.smax() && range.umin() == range.umax();
  }
}
