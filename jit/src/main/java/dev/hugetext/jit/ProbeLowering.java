package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/**
 * Loads from kernel memory that may not be there. Addresses of user space, and of the page with the
 * old system calls, give 0 without an access; where a kernel address is not mapped, the trap
 * handler clears the register and goes on behind the load.
 */
final class ProbeLowering {

  /** The page with the old system calls ({@code VSYSCALL_ADDR}), as its own sign extension. */
  private static final int VSYSCALL = -0xa0_0000;

  /** The first address above user space, and one page that belongs to nobody. */
  private static final long ABOVE_USER = 0x8000_0000_0000L;

  private final CodeBuffer code;
  private final MemoryLowering memory;

  ProbeLowering(CodeBuffer code) {
    this.code = code;
    this.memory = new MemoryLowering(code);
  }

  /** One comparison tells both kinds of address from all others: the page lies behind the rest. */
  void load(Insn.Load load) {
    Gpr limit = code.register(Reg.AX);
    Gpr address = RegisterMap.AUX;
    Gpr dst = code.register(load.dst());
    code.emit(Form.MOV_RM_IZ, Width.Q, limit, VSYSCALL);
    code.move(Width.Q, address, code.register(load.base()));
    if (load.offset() != 0) {
      code.emit(Form.ADD_RM_IZ, Width.Q, address, load.offset());
    }
    code.emit(Form.SUB_RM_R, Width.Q, address, limit);
    code.emit(Form.MOV_R_IV, Width.Q, limit, ABOVE_USER - VSYSCALL);
    code.emit(Form.CMP_RM_R, Width.Q, address, limit);
    CodeBuffer zero = new CodeBuffer(code.registers());
    zero.emit(Form.XOR_RM_R, Width.D, dst, dst);
    code.branch(Form.JCC_REL8, Condition.A, zero.position() + JumpShape.SHORT_BYTES);
    code.emit(Form.XOR_RM_R, Width.D, dst, dst);
    CodeBuffer trial = new CodeBuffer(code.registers());
    new ProbeLowering(trial).access(load, dst);
    code.emit(Form.JMP_REL8, Width.Q, Operand.rel(trial.position()));
    int start = code.position();
    access(load, dst);
    code.mayFault(start, dst);
  }

  private void access(Insn.Load load, Gpr dst) {
    if (load.signed()) {
      memory.loadSigned(load.size(), dst, code.memory(load.base(), load.offset()));
    } else {
      memory.load(load.size(), dst, code.memory(load.base(), load.offset()));
    }
  }
}
