package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** The comparison of a conditional jump; the jump itself is laid out later. */
final class CompareLowering {

  private final CodeBuffer code;

  CompareLowering(CodeBuffer code) {
    this.code = code;
  }

  void lower(Cond cond, RegWidth regWidth, Gpr left, Source right) {
    Width width = RegisterMap.width(regWidth);
    switch (right) {
      case Source.FromReg(var reg) ->
          code.emit(
              cond == Cond.JSET ? Form.TEST_RM_R : Form.CMP_RM_R, width, left, code.register(reg));
      case Source.Imm(int value) when cond == Cond.JSET ->
          code.emit(Form.TEST_RM_IZ, width, left, value);
      case Source.Imm(int value) when value == 0 -> code.emit(Form.TEST_RM_R, width, left, left);
      case Source.Imm(int value) ->
          code.emit(value == (byte) value ? Form.CMP_RM_I8 : Form.CMP_RM_IZ, width, left, value);
    }
  }

  /** The x86 condition under which {@code cond} holds after {@link #lower}. */
  static Condition condition(Cond cond) {
    return switch (cond) {
      case JEQ -> Condition.E;
      case JNE, JSET -> Condition.NE;
      case JGT -> Condition.A;
      case JLT -> Condition.B;
      case JGE -> Condition.AE;
      case JLE -> Condition.BE;
      case JSGT -> Condition.G;
      case JSLT -> Condition.L;
      case JSGE -> Condition.GE;
      case JSLE -> Condition.LE;
    };
  }
}
