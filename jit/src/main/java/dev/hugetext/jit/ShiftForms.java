package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.x86.table.Form;

/** The forms of one shift: by 1, by a constant, by CL, and BMI2's by any register. */
record ShiftForms(Form byOne, Form byConstant, Form byCl, Form byRegister) {

  private static final ShiftForms LEFT =
      new ShiftForms(Form.SHL_RM_1, Form.SHL_RM_I8, Form.SHL_RM_CL, Form.SHLX_R_RM_R);
  private static final ShiftForms RIGHT =
      new ShiftForms(Form.SHR_RM_1, Form.SHR_RM_I8, Form.SHR_RM_CL, Form.SHRX_R_RM_R);
  private static final ShiftForms ARITHMETIC_RIGHT =
      new ShiftForms(Form.SAR_RM_1, Form.SAR_RM_I8, Form.SAR_RM_CL, Form.SARX_R_RM_R);

  static ShiftForms of(AluOp op) {
    return switch (op) {
      case LSH -> LEFT;
      case RSH -> RIGHT;
      case ARSH -> ARITHMETIC_RIGHT;
      case ADD, SUB, MUL, DIV, SDIV, OR, AND, MOD, SMOD, XOR, MOV ->
          throw new IllegalArgumentException(op + " is no shift");
    };
  }
}
