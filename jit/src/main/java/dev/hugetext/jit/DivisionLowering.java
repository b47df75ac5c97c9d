package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/**
 * Division and remainder. x86 divides RDX:RAX and leaves quotient and remainder there, so both are
 * saved unless the result goes there. A divisor of zero, and the smallest number by -1, are the
 * business of the verifier's rewrite: here they would trap.
 */
final class DivisionLowering {

  private final CodeBuffer code;

  DivisionLowering(CodeBuffer code) {
    this.code = code;
  }

  void lower(AluOp op, Width width, Gpr dst, Source source) {
    if (dst != Gpr.RAX) {
      code.push(Gpr.RAX);
    }
    if (dst != Gpr.RDX) {
      code.push(Gpr.RDX);
    }
    Gpr divisor = divisor(source);
    if (dst != Gpr.RAX) {
      code.move(width, Gpr.RAX, dst);
    }
    divide(isSigned(op), width, divisor);
    Gpr result = isRemainder(op) ? Gpr.RDX : Gpr.RAX;
    if (dst != result) {
      code.move(width, dst, result);
    }
    if (dst != Gpr.RDX) {
      code.pop(Gpr.RDX);
    }
    if (dst != Gpr.RAX) {
      code.pop(Gpr.RAX);
    }
  }

  /** The divisor out of the way of RDX:RAX; constants are sign-extended also for 32 bits. */
  private Gpr divisor(Source source) {
    switch (source) {
      case Source.Imm(int value) -> {
        code.emit(Form.MOV_RM_IZ, Width.Q, RegisterMap.AUX, value);
        return RegisterMap.AUX;
      }
      case Source.FromReg(var reg) -> {
        Gpr src = code.register(reg);
        if (src != Gpr.RAX && src != Gpr.RDX) {
          return src;
        }
        code.move(Width.Q, RegisterMap.AUX, src);
        return RegisterMap.AUX;
      }
    }
  }

  private void divide(boolean signed, Width width, Gpr divisor) {
    if (signed) {
      code.emit(Form.CWD, width);
      code.emit(Form.IDIV_RM, width, Operand.reg(divisor));
    } else {
      code.emit(Form.XOR_RM_R, Width.D, Gpr.RDX, Gpr.RDX);
      code.emit(Form.DIV_RM, width, Operand.reg(divisor));
    }
  }

  private static boolean isSigned(AluOp op) {
    return op == AluOp.SDIV || op == AluOp.SMOD;
  }

  private static boolean isRemainder(AluOp op) {
    return op == AluOp.MOD || op == AluOp.SMOD;
  }
}
