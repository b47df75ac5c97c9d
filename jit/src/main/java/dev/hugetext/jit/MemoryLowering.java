package dev.hugetext.jit;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Loads and stores of memory that is known to be there. */
final class MemoryLowering {

  private final CodeBuffer code;

  MemoryLowering(CodeBuffer code) {
    this.code = code;
  }

  /**
   * Zero-extends; bytes and half words with a 64-bit form, words by the nature of 32-bit writes.
   */
  void load(MemSize size, Gpr dst, Mem from) {
    Operand to = Operand.reg(dst);
    switch (size) {
      case B -> code.emit(Form.MOVZX_R_RM8, Width.Q, to, from);
      case H -> code.emit(Form.MOVZX_R_RM16, Width.Q, to, from);
      case W -> code.emit(Form.MOV_R_RM, Width.D, to, from);
      case DW -> code.emit(Form.MOV_R_RM, Width.Q, to, from);
    }
  }

  void loadSigned(MemSize size, Gpr dst, Mem from) {
    Operand to = Operand.reg(dst);
    switch (size) {
      case B -> code.emit(Form.MOVSX_R_RM8, Width.Q, to, from);
      case H -> code.emit(Form.MOVSX_R_RM16, Width.Q, to, from);
      case W -> code.emit(Form.MOVSXD_R_RM32, Width.Q, to, from);
      case DW -> throw new IllegalArgumentException("sign extension from 64 bits");
    }
  }

  void store(MemSize size, Mem to, Source source) {
    Width width = width(size);
    switch (source) {
      case Source.FromReg(var src) ->
          code.emit(Form.MOV_RM_R, width, to, Operand.reg(code.register(src)));
      case Source.Imm(int value) ->
          code.emit(Form.MOV_RM_IZ, width, to, Operand.imm(truncated(width, value)));
    }
  }

  /** An immediate of one or two bytes is cut to its size, as the store does. */
  private static long truncated(Width width, int value) {
    return switch (width) {
      case B -> (byte) value;
      case W -> (short) value;
      case D, Q -> value;
    };
  }

  static Width width(MemSize size) {
    return switch (size) {
      case B -> Width.B;
      case H -> Width.W;
      case W -> Width.D;
      case DW -> Width.Q;
    };
  }
}
