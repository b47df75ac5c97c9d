package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Atomic operations: one locked instruction where x86 has it, else a compare-exchange loop. */
final class AtomicLowering {

  /** {@code jne} back, in bytes. */
  private static final int SHORT_JUMP_BYTES = 2;

  private final CodeBuffer code;
  private final MemoryLowering memory;

  AtomicLowering(CodeBuffer code) {
    this.code = code;
    this.memory = new MemoryLowering(code);
  }

  void lower(AtomicOp op, MemSize size, Reg base, int offset, Reg operand) {
    Gpr register = code.register(operand);
    Mem place = CodeBuffer.memory(code.register(base), offset);
    switch (op) {
      case ADD -> locked(AluForms.ADD.register(), size, place, register);
      case OR -> locked(AluForms.OR.register(), size, place, register);
      case AND -> locked(AluForms.AND.register(), size, place, register);
      case XOR -> locked(AluForms.XOR.register(), size, place, register);
      case FETCH_ADD -> locked(Form.XADD_RM_R, size, place, register);
      case XCHG -> locked(Form.XCHG_RM_R, size, place, register);
      case CMPXCHG -> locked(Form.CMPXCHG_RM_R, size, place, register);
      case FETCH_OR -> loop(AluForms.OR.register(), size, base, offset, register);
      case FETCH_AND -> loop(AluForms.AND.register(), size, base, offset, register);
      case FETCH_XOR -> loop(AluForms.XOR.register(), size, base, offset, register);
      // an ordinary load is enough on x86; here the source field holds the address
      case LOAD_ACQUIRE -> memory.load(size, code.register(base), code.memory(operand, offset));
      case STORE_RELEASE -> memory.store(size, place, new Source.FromReg(operand));
    }
  }

  private void locked(Form form, MemSize size, Mem place, Gpr register) {
    code.emitLocked(form, MemoryLowering.width(size), place, Operand.reg(register));
  }

  /**
   * Reads, computes, and tries again until nobody came in between. Compare-exchange wants the old
   * value in RAX, so R0 waits in AX meanwhile and AX stands for it as operand.
   */
  private void loop(Form operation, MemSize size, Reg base, int offset, Gpr register) {
    Gpr saved = code.register(Reg.AX);
    Width width = MemoryLowering.width(size);
    code.move(Width.Q, saved, Gpr.RAX);
    Gpr operand = register == Gpr.RAX ? saved : register;
    Gpr address = base == Reg.R0 ? saved : code.register(base);
    Mem place = CodeBuffer.memory(address, offset);
    int start = code.position();
    memory.load(size, Gpr.RAX, place);
    code.move(width, RegisterMap.AUX, Gpr.RAX);
    code.emit(operation, width, RegisterMap.AUX, operand);
    locked(Form.CMPXCHG_RM_R, size, place, RegisterMap.AUX);
    int back = start - (code.position() + SHORT_JUMP_BYTES);
    code.branch(Form.JCC_REL8, Condition.NE, back);
    code.move(width, operand, Gpr.RAX);
    code.move(Width.Q, Gpr.RAX, saved);
  }
}
