package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Divisions whose divisor the machine would trap on: by zero, and the smallest number by -1.
 *
 * <p>By zero gives 0, and a remainder the dividend (RFC 9669, section 4.1). The instructions are
 * those of Linux 6.18 (measured).
 */
final class Division {
  private Division() {}

  /** What stands in place of the instruction; empty if it may stay. */
  static Optional<List<RawInsn>> rewrite(RawInsn raw) {
    if (!(Insn.decode(List.of(raw), 0) instanceof Insn.Alu alu)) {
      return Optional.empty();
    }
    return switch (alu.op()) {
      case DIV -> byRegister(alu).map(src -> divide(alu, src)).map(Division::encode);
      case MOD -> byRegister(alu).map(src -> remainder(alu, src)).map(Division::encode);
      case SDIV ->
          byRegister(alu)
              .map(src -> signedDivide(alu, src))
              .or(() -> byMinusOne(alu, new Insn.Neg(alu.width(), alu.dst())))
              .map(Division::encode);
      case SMOD ->
          byRegister(alu)
              .map(src -> signedRemainder(alu, src))
              .or(() -> byMinusOne(alu, move32(alu.dst(), new Source.Imm(0))))
              .map(Division::encode);
      case ADD, SUB, MUL, OR, AND, LSH, RSH, XOR, MOV, ARSH -> Optional.empty();
    };
  }

  private static List<RawInsn> encode(List<Insn> insns) {
    return insns.stream().flatMap(insn -> insn.encode().stream()).toList();
  }

  private static Optional<Reg> byRegister(Insn.Alu alu) {
    return alu.source() instanceof Source.FromReg(var src) ? Optional.of(src) : Optional.empty();
  }

  private static Optional<List<Insn>> byMinusOne(Insn.Alu alu, Insn instead) {
    return alu.source() instanceof Source.Imm(int imm) && imm == -1
        ? Optional.of(List.of(instead))
        : Optional.empty();
  }

  private static Insn move32(Reg dst, Source source) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W32, dst, source);
  }

  private static Insn jump(int offset) {
    return new Insn.Jump(false, offset);
  }

  private static Insn jumpIf(Cond cond, RegWidth width, Reg left, int right, int offset) {
    return new Insn.Branch(cond, width, left, new Source.Imm(right), (short) offset);
  }

  private static List<Insn> divide(Insn.Alu alu, Reg divisor) {
    Reg dst = alu.dst();
    return List.of(
        jumpIf(Cond.JNE, alu.width(), divisor, 0, 2),
        new Insn.Alu(AluOp.XOR, RegWidth.W32, dst, new Source.FromReg(dst)),
        jump(1),
        alu);
  }

  /** A 32-bit remainder by zero still clears the upper half. */
  private static List<Insn> remainder(Insn.Alu alu, Reg divisor) {
    return switch (alu.width()) {
      case W64 -> List.of(jumpIf(Cond.JEQ, RegWidth.W64, divisor, 0, 1), alu);
      case W32 ->
          List.of(
              jumpIf(Cond.JEQ, RegWidth.W32, divisor, 0, 2),
              alu,
              jump(1),
              move32(alu.dst(), new Source.FromReg(alu.dst())));
    };
  }

  /** The divisor plus one is 0 or 1, unsigned, for the divisors -1 and 0. */
  private static List<Insn> nextOf(Insn.Alu alu, Reg divisor) {
    return List.of(
        new Insn.Alu(AluOp.MOV, RegWidth.W64, Reg.AX, new Source.FromReg(divisor)),
        new Insn.Alu(AluOp.ADD, alu.width(), Reg.AX, new Source.Imm(1)));
  }

  private static List<Insn> signedDivide(Insn.Alu alu, Reg divisor) {
    RegWidth width = alu.width();
    return Stream.concat(
            nextOf(alu, divisor).stream(),
            Stream.of(
                jumpIf(Cond.JGT, width, Reg.AX, 1, 4),
                jumpIf(Cond.JEQ, width, Reg.AX, 0, 1),
                new Insn.Alu(AluOp.MOV, width, alu.dst(), new Source.Imm(0)),
                new Insn.Neg(width, alu.dst()),
                jump(1),
                alu))
        .toList();
  }

  private static List<Insn> signedRemainder(Insn.Alu alu, Reg divisor) {
    RegWidth width = alu.width();
    boolean wide = width == RegWidth.W64;
    Stream<Insn> special =
        Stream.of(
            jumpIf(Cond.JGT, width, Reg.AX, 1, 3),
            jumpIf(Cond.JEQ, width, Reg.AX, 1, wide ? 3 : 4),
            move32(alu.dst(), new Source.Imm(0)),
            jump(1),
            alu);
    Stream<Insn> rest =
        wide ? Stream.of() : Stream.of(jump(1), move32(alu.dst(), new Source.FromReg(alu.dst())));
    return Stream.of(nextOf(alu, divisor).stream(), special, rest).flatMap(s -> s).toList();
  }
}
