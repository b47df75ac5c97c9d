package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.List;

/**
 * A function's entry and exit. The frame, downwards from RBP: the program's stack; where tail calls
 * are possible two words, the lower of which points to the count of tail calls; the callee-saved
 * registers in use.
 */
final class FrameLowering {

  /** Where {@code fentry} and {@code freplace} put their call or jump. */
  private static final int PATCH_SITE_BYTES = 5;

  /** What the clearing of the tail-call count takes, kept free where there is none. */
  private static final int COUNT_CLEARING_BYTES = 3;

  /** The most tail calls in a row; a larger RAX at the entry is a pointer to the count. */
  private static final int MAX_TAIL_CALLS = 33;

  private static final int WORD = 8;

  private final CodeBuffer code;
  private final JitOptions options;
  private final boolean isMain;
  private final boolean tailCallReachable;
  private final int stackDepth;
  private final List<Gpr> calleeSaved;

  FrameLowering(CodeBuffer code, Function function, boolean isMain, JitOptions options) {
    this.code = code;
    this.options = options;
    this.isMain = isMain;
    this.tailCallReachable = function.tailCallReachable();
    this.stackDepth = function.stackDepth();
    this.calleeSaved = CalleeSaved.of(function.insns());
  }

  void prologue() {
    endbr();
    code.nop(PATCH_SITE_BYTES);
    if (tailCallReachable && isMain) {
      code.emit(Form.XOR_RM_R, Width.Q, Gpr.RAX, Gpr.RAX);
    } else {
      code.nop(COUNT_CLEARING_BYTES);
    }
    code.push(Gpr.RBP).move(Width.Q, Gpr.RBP, Gpr.RSP);
    endbr(); // tail calls land here
    if (stackDepth != 0) {
      code.emit(Form.SUB_RM_IZ, Width.Q, Gpr.RSP, stackDepth);
    }
    if (tailCallReachable) {
      keepTailCallCount();
    }
    calleeSaved.forEach(code::push);
  }

  private void endbr() {
    if (options.ibt()) {
      code.emit(Form.ENDBR64, Width.Q);
    }
  }

  /**
   * In the main function RAX is the count itself at a first entry, and a pointer to it after a tail
   * call; either way a pointer ends up in the lower of two words. A subprogram is handed the
   * pointer.
   */
  private void keepTailCallCount() {
    if (isMain) {
      code.emit(Form.CMP_RM_I8, Width.Q, Gpr.RAX, MAX_TAIL_CALLS);
      code.branch(Form.JCC_REL8, Condition.A, 6);
      code.push(Gpr.RAX).move(Width.Q, Gpr.RAX, Gpr.RSP);
      code.emit(Form.JMP_REL8, Width.Q, Operand.rel(1));
    }
    code.push(Gpr.RAX).push(Gpr.RAX);
  }

  /** {@code mov rax, [pointer to the tail-call count]}, for a callee that needs it. */
  void loadTailCallPointer() {
    if (tailCallReachable) {
      code.emit(
          Form.MOV_R_RM,
          Width.Q,
          Operand.reg(Gpr.RAX),
          Mem.withDisp32(Gpr.RBP, -(stackDepth + 2 * WORD)));
    }
  }

  void epilogue() {
    calleeSaved.reversed().forEach(code::pop);
    code.emit(Form.LEAVE, Width.Q);
    if (options.rethunk()) {
      code.jump(new Symbol.Kernel("__x86_return_thunk"));
    } else {
      code.emit(Form.RET, Width.Q);
    }
  }
}
