package dev.hugetext.bpf.lower;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;

/** The instructions that lowered code is mostly made of, in short. */
final class Insns {
  private Insns() {}

  /** 64-bit arithmetic with a constant. */
  static Insn alu(AluOp op, Reg dst, int value) {
    return new Insn.Alu(op, RegWidth.W64, dst, new Source.Imm(value));
  }

  /** 64-bit arithmetic with a register. */
  static Insn alu(AluOp op, Reg dst, Reg src) {
    return new Insn.Alu(op, RegWidth.W64, dst, new Source.FromReg(src));
  }

  static Insn move(Reg dst, int value) {
    return alu(AluOp.MOV, dst, value);
  }

  static Insn move(Reg dst, Reg src) {
    return alu(AluOp.MOV, dst, src);
  }

  static Insn load(MemSize size, Reg dst, Reg base, int offset) {
    return new Insn.Load(size, false, AccessMode.MEM, dst, base, (short) offset);
  }

  static Insn store(MemSize size, Reg base, int offset, int value) {
    return new Insn.Store(size, AccessMode.MEM, base, (short) offset, new Source.Imm(value));
  }

  static Insn store(Reg base, int offset, Reg src) {
    return new Insn.Store(
        MemSize.DW, AccessMode.MEM, base, (short) offset, new Source.FromReg(src));
  }

  static Insn jump(int offset) {
    return new Insn.Jump(false, offset);
  }

  /** On a 64-bit comparison. */
  static Insn jumpIf(Cond cond, Reg left, int right, int offset) {
    return new Insn.Branch(cond, RegWidth.W64, left, new Source.Imm(right), (short) offset);
  }
}
