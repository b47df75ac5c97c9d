package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Shifts. A count in RCX is used where it stands, even on a CPU with BMI2. */
final class ShiftLowering {

  /** The field of a constant count has one byte; the verifier refuses what does not fit. */
  private static final int COUNT_MASK = 0xff;

  private final CodeBuffer code;
  private final boolean bmi2;

  ShiftLowering(CodeBuffer code, JitOptions options) {
    this.code = code;
    this.bmi2 = options.bmi2();
  }

  void lower(AluOp op, Width width, Gpr dst, Source source) {
    ShiftForms forms = ShiftForms.of(op);
    switch (source) {
      case Source.Imm(int count) ->
          code.emit(
              count == 1 ? forms.byOne() : forms.byConstant(), width, dst, count & COUNT_MASK);
      case Source.FromReg(var reg) -> {
        Gpr count = code.register(reg);
        if (count == Gpr.RCX) {
          byCl(forms.byCl(), width, dst);
        } else if (bmi2) {
          code.emit(
              forms.byRegister(), width, Operand.reg(dst), Operand.reg(dst), Operand.reg(count));
        } else {
          throughRcx(forms.byCl(), width, dst, count);
        }
      }
    }
  }

  private void byCl(Form form, Width width, Gpr dst) {
    code.emit(form, width, dst, Gpr.RCX);
  }

  /** RCX is lent to the count; where RCX is shifted itself, its value waits in the temporary. */
  private void throughRcx(Form form, Width width, Gpr dst, Gpr count) {
    if (dst == Gpr.RCX) {
      code.move(Width.Q, RegisterMap.AUX, Gpr.RCX).move(Width.Q, Gpr.RCX, count);
      byCl(form, width, RegisterMap.AUX);
      code.move(Width.Q, Gpr.RCX, RegisterMap.AUX);
    } else {
      code.push(Gpr.RCX).move(Width.Q, Gpr.RCX, count);
      byCl(form, width, dst);
      code.pop(Gpr.RCX);
    }
  }
}
