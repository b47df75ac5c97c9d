package dev.hugetext.jit;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.SwapOp;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Byte order. To little endian is a truncation on this machine. */
final class SwapLowering {

  private static final int BYTE_BITS = 8;

  private final CodeBuffer code;

  SwapLowering(CodeBuffer code) {
    this.code = code;
  }

  void lower(SwapOp op, MemSize size, Gpr dst) {
    switch (op) {
      case LE -> truncate(size, dst);
      case BE, BSWAP -> swap(size, dst);
    }
  }

  private void truncate(MemSize size, Gpr dst) {
    switch (size) {
      case H -> code.emit(Form.MOVZX_R_RM16, Width.D, dst, dst);
      case W -> code.move(Width.D, dst, dst);
      case DW -> {
        // the whole register, as it is
      }
      case B -> throw new IllegalArgumentException("byte order of one byte");
    }
  }

  private void swap(MemSize size, Gpr dst) {
    switch (size) {
      case H -> {
        code.emit(Form.ROR_RM_I8, Width.W, dst, BYTE_BITS);
        code.emit(Form.MOVZX_R_RM16, Width.D, dst, dst);
      }
      case W -> code.emit(Form.BSWAP_R, Width.D, Operand.reg(dst));
      case DW -> code.emit(Form.BSWAP_R, Width.Q, Operand.reg(dst));
      case B -> throw new IllegalArgumentException("byte order of one byte");
    }
  }
}
