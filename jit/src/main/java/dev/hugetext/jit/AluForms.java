package dev.hugetext.jit;

import dev.hugetext.x86.table.Form;

/**
 * The forms of one of the two-operand operations that x86 encodes alike.
 *
 * @param register {@code op r/m, r}
 * @param imm8 {@code op r/m, imm8}
 * @param accumulator {@code op eax, imm32}
 * @param imm32 {@code op r/m, imm32}
 */
record AluForms(Form register, Form imm8, Form accumulator, Form imm32) {

  static final AluForms ADD =
      new AluForms(Form.ADD_RM_R, Form.ADD_RM_I8, Form.ADD_A_IZ, Form.ADD_RM_IZ);
  static final AluForms SUB =
      new AluForms(Form.SUB_RM_R, Form.SUB_RM_I8, Form.SUB_A_IZ, Form.SUB_RM_IZ);
  static final AluForms AND =
      new AluForms(Form.AND_RM_R, Form.AND_RM_I8, Form.AND_A_IZ, Form.AND_RM_IZ);
  static final AluForms OR = new AluForms(Form.OR_RM_R, Form.OR_RM_I8, Form.OR_A_IZ, Form.OR_RM_IZ);
  static final AluForms XOR =
      new AluForms(Form.XOR_RM_R, Form.XOR_RM_I8, Form.XOR_A_IZ, Form.XOR_RM_IZ);
}
