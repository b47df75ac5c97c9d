package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.ScalarAlu;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/** Moves between registers: copies keep the id of a number where the copy is the same number. */
final class MoveTransfer {
  private static final int HALF_BITS = 32;

  private final Registers registers;
  private final Exploration exploration;

  MoveTransfer(Exploration exploration, Registers registers) {
    this.exploration = exploration;
    this.registers = registers;
  }

  /** {@code dst = source}. */
  void move(MachineState state, RegWidth width, int dst, Source source) {
    switch (source) {
      case Source.Imm(int imm) -> {
        registers.checkWritable(dst);
        long value = width == RegWidth.W32 ? imm & 0xffff_ffffL : imm;
        state.setRegister(dst, RegValue.ScalarValue.UNKNOWN.withNumber(Scalar.of(value)));
      }
      case Source.FromReg(var src) -> {
        RegValue value = registers.read(state, src.number());
        registers.checkWritable(dst);
        switch (width) {
          case W64 -> state.setRegister(dst, withSharedId(state, src.number()));
          case W32 -> state.setRegister(dst, low(state, src.number(), value));
        }
      }
    }
  }

  private RegValue low(MachineState state, int src, RegValue value) {
    checkWhole(src, value, "R%d partial copy of pointer");
    if (!(value instanceof ScalarValue scalar)) {
      return RegValue.ScalarValue.UNKNOWN.withNumber(ScalarAlu.zeroExtend32(Scalar.UNKNOWN));
    }
    boolean same = scalar.number().bitWidth() <= HALF_BITS;
    ScalarValue copy = same ? (ScalarValue) withSharedId(state, src) : scalar.withId(0);
    Scalar number = ScalarAlu.zeroExtend32(scalar.number());
    return copy.withNumber(number.orUnboundedIfContradiction());
  }

  /** {@code dst = (s8|s16|s32) src}. */
  void moveSigned(MachineState state, Insn.MoveSigned insn) {
    int src = insn.src().number();
    int dst = insn.dst().number();
    RegValue value = registers.read(state, src);
    registers.checkWritable(dst);
    boolean is32 = insn.width() == RegWidth.W32;
    checkWhole(
        src, value, is32 ? "R%d partial copy of pointer" : "R%d sign-extension part of pointer");
    if (!(value instanceof ScalarValue scalar)) {
      Scalar lost = is32 ? ScalarAlu.zeroExtend32(Scalar.UNKNOWN) : Scalar.UNKNOWN;
      state.setRegister(dst, RegValue.ScalarValue.UNKNOWN.withNumber(lost));
      return;
    }
    int bytes = insn.from().bytes();
    boolean same = Long.compareUnsigned(scalar.number().umax(), 1L << (insn.from().bits() - 1)) < 0;
    ScalarValue copy = same ? (ScalarValue) withSharedId(state, src) : scalar.withId(0);
    Scalar number =
        is32
            ? ScalarAlu.signExtend32(scalar.number(), bytes)
            : ScalarAlu.signExtend64(scalar.number(), bytes);
    state.setRegister(dst, copy.withNumber(number.orUnboundedIfContradiction()));
  }

  private void checkWhole(int src, RegValue value, String format) {
    if (registers.leaks(value)) {
      throw Refusal.of(Rule.POINTER_COPY, format.formatted(src));
    }
  }

  /** The register's value, after it got an id that the copy will share. */
  @SuppressWarnings("ReferenceEquality") // a value that has an id is given back as it is
  private RegValue withSharedId(MachineState state, int register) {
    RegValue value = state.register(register);
    RegValue named = Ids.named(value, exploration);
    if (named != value) {
      state.setRegister(register, named);
    }
    return named;
  }
}
