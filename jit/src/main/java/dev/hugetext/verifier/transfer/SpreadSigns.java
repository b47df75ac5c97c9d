package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.verifier.domain.Bounds32;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.Tnum;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/**
 * Compilers choose between two constants by spreading a sign over a number, which is then 0 or -1,
 * and masking a constant with it. Both cases are followed, each on a path of its own, as in Linux
 * 6.18: together they would be any number.
 */
final class SpreadSigns {
  private final Exploration exploration;

  SpreadSigns(Exploration exploration) {
    this.exploration = exploration;
  }

  /**
   * What the left operand is on this path. Where it is 0 or -1 and the operation is one with a
   * constant mask, it is -1, and the path with 0 is put off, to run this instruction again.
   */
  ScalarValue split(MachineState state, int pc, AluOp op, int dst, ScalarValue left, Scalar right) {
    if (!isMask(op) || !right.isConst()) {
      return left;
    }
    Scalar number = left.number();
    boolean whole = number.smin() == -1 && number.smax() == 0;
    if (!whole && !(number.low().smin() == -1 && number.low().smax() == 0)) {
      return left;
    }
    MachineState other = state.copy();
    other.setRegister(dst, whole ? known(left, 0) : lowKnown(left, 0));
    exploration.putOff(pc, other);
    return whole ? known(left, -1) : lowKnown(left, -1);
  }

  private static boolean isMask(AluOp op) {
    return switch (op) {
      case AND, OR -> true;
      case ADD, SUB, MUL, DIV, SDIV, LSH, RSH, MOD, SMOD, XOR, MOV, ARSH -> false;
    };
  }

  private static ScalarValue known(ScalarValue value, int number) {
    return value.withId(0).withNumber(Scalar.of(number));
  }

  /** Nothing more is said of the upper half; what follows settles the number. */
  private static ScalarValue lowKnown(ScalarValue value, int number) {
    Scalar old = value.number();
    return value.withNumber(
        new Scalar(old.bits().withLow(Tnum.of(number)), old.wide(), Bounds32.of(number)));
  }
}
