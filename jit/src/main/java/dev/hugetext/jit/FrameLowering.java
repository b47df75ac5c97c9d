package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

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
  static final int MAX_TAIL_CALLS = 33;

  private static final int WORD = 8;

  /**
   * From the entry to where a tail call lands: behind the set-up of RBP, without {@code endbr64}.
   */
  private static final int TAIL_CALL_OFFSET = 12;

  private static final int ENDBR_BYTES = 4;

  private final CodeBuffer code;
  private final Frame frame;
  private final JitOptions options;

  FrameLowering(CodeBuffer code, Frame frame, JitOptions options) {
    this.code = code;
    this.frame = frame;
    this.options = options;
  }

  void prologue() {
    endbr();
    code.nop(PATCH_SITE_BYTES);
    if (frame.tailCallReachable() && frame.isMain()) {
      code.emit(Form.XOR_RM_R, Width.Q, Gpr.RAX, Gpr.RAX);
    } else {
      code.nop(COUNT_CLEARING_BYTES);
    }
    code.push(Gpr.RBP).move(Width.Q, Gpr.RBP, Gpr.RSP);
    endbr(); // tail calls land here
    if (frame.stackDepth() != 0) {
      code.emit(Form.SUB_RM_IZ, Width.Q, Gpr.RSP, frame.stackDepth());
    }
    if (frame.tailCallReachable()) {
      keepTailCallCount();
    }
    frame.calleeSaved().forEach(code::push);
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
    if (frame.isMain()) {
      code.emit(Form.CMP_RM_I8, Width.Q, Gpr.RAX, MAX_TAIL_CALLS);
      code.branch(Form.JCC_REL8, Condition.A, 6);
      code.push(Gpr.RAX).move(Width.Q, Gpr.RAX, Gpr.RSP);
      code.emit(Form.JMP_REL8, Width.Q, Operand.rel(1));
    }
    code.push(Gpr.RAX).push(Gpr.RAX);
  }

  /** {@code mov rax, [pointer to the tail-call count]}, for a callee that needs it. */
  void loadTailCallPointer() {
    if (frame.tailCallReachable()) {
      code.emit(
          Form.MOV_R_RM,
          Width.Q,
          Operand.reg(Gpr.RAX),
          Mem.withDisp32(Gpr.RBP, -(frame.stackDepth() + 2 * WORD)));
    }
  }

  /** Takes down everything but RBP and the return address, which the next program goes on using. */
  void dropForTailCall() {
    restoreCalleeSaved();
    code.pop(Gpr.RAX).pop(Gpr.RAX);
    if (frame.stackDepth() != 0) {
      code.emit(Form.ADD_RM_IZ, Width.Q, Gpr.RSP, frame.stackDepth());
    }
  }

  /** Bytes from a program's entry to where a tail call goes. */
  static int tailCallOffset(JitOptions options) {
    return options.ibt() ? TAIL_CALL_OFFSET + ENDBR_BYTES : TAIL_CALL_OFFSET;
  }

  private void restoreCalleeSaved() {
    frame.calleeSaved().reversed().forEach(code::pop);
  }

  void epilogue() {
    restoreCalleeSaved();
    code.emit(Form.LEAVE, Width.Q);
    if (options.rethunk()) {
      code.jump(new Symbol.Kernel("__x86_return_thunk"));
    } else {
      code.emit(Form.RET, Width.Q);
    }
  }
}
