package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Arithmetic and logic, moves and multiplication; divisions and shifts have their own classes. */
final class AluLowering {

  private final CodeBuffer code;
  private final ConstantLowering constants;
  private final DivisionLowering divisions;
  private final ShiftLowering shifts;

  AluLowering(CodeBuffer code, JitOptions options) {
    this.code = code;
    this.constants = new ConstantLowering(code);
    this.divisions = new DivisionLowering(code);
    this.shifts = new ShiftLowering(code, options);
  }

  void lower(AluOp op, RegWidth regWidth, Gpr dst, Source source) {
    Width width = RegisterMap.width(regWidth);
    switch (op) {
      case ADD -> simple(AluForms.ADD, width, dst, source);
      case SUB -> simple(AluForms.SUB, width, dst, source);
      case AND -> simple(AluForms.AND, width, dst, source);
      case OR -> simple(AluForms.OR, width, dst, source);
      case XOR -> simple(AluForms.XOR, width, dst, source);
      case MOV -> move(width, dst, source);
      case MUL -> multiply(width, dst, source);
      case DIV, SDIV, MOD, SMOD -> divisions.lower(op, width, dst, source);
      case LSH, RSH, ARSH -> shifts.lower(op, width, dst, source);
    }
  }

  private void simple(AluForms forms, Width width, Gpr dst, Source source) {
    switch (source) {
      case Source.FromReg(var src) -> code.emit(forms.register(), width, dst, code.register(src));
      case Source.Imm(int value) when value == (byte) value ->
          code.emit(forms.imm8(), width, dst, value);
      case Source.Imm(int value) ->
          code.emit(dst == Gpr.RAX ? forms.accumulator() : forms.imm32(), width, dst, value);
    }
  }

  /** A 64-bit move to the register itself is nothing; a 32-bit one clears the upper half. */
  private void move(Width width, Gpr dst, Source source) {
    switch (source) {
      case Source.FromReg(var reg) -> {
        Gpr src = code.register(reg);
        if (width == Width.D || dst != src) {
          code.move(width, dst, src);
        }
      }
      case Source.Imm(int value) -> {
        if (width == Width.Q) {
          constants.move64(dst, value);
        } else {
          constants.move32(dst, value);
        }
      }
    }
  }

  private void multiply(Width width, Gpr dst, Source source) {
    switch (source) {
      case Source.FromReg(var src) -> code.emit(Form.IMUL_R_RM, width, dst, code.register(src));
      case Source.Imm(int value) -> {
        Form form = value == (byte) value ? Form.IMUL_R_RM_I8 : Form.IMUL_R_RM_IZ;
        code.emit(form, width, Operand.reg(dst), Operand.reg(dst), Operand.imm(value));
      }
    }
  }

  void negate(RegWidth width, Gpr dst) {
    code.emit(Form.NEG_RM, RegisterMap.width(width), Operand.reg(dst));
  }

  /** Sign extension from 8, 16 or 32 bits. */
  void moveSigned(RegWidth regWidth, MemSize from, Gpr dst, Gpr src) {
    Width width = RegisterMap.width(regWidth);
    switch (from) {
      case B -> {
        if (width == Width.D) {
          // The kernel puts a REX prefix here whatever the registers.
          code.emitWithRex(Form.MOVSX_R_RM8, width, dst, src);
        } else {
          code.emit(Form.MOVSX_R_RM8, width, dst, src);
        }
      }
      case H -> code.emit(Form.MOVSX_R_RM16, width, dst, src);
      case W -> code.emit(Form.MOVSXD_R_RM32, Width.Q, dst, src);
      case DW -> throw new IllegalArgumentException("sign extension from 64 bits");
    }
  }
}
