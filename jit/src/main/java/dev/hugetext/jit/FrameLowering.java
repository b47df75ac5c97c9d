package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.KernelNames;
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

  /** The per-CPU variable that holds what to add to a per-CPU pointer. */
  static final Symbol THIS_CPU_OFF = new Symbol.Kernel(KernelNames.THIS_CPU_OFF);

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
    frame.privateStack().ifPresent(this::loadPrivateStack);
  }

  /** The end of this CPU's copy of the function's stack. */
  private void loadPrivateStack(int function) {
    Gpr pointer = RegisterMap.PRIVATE_STACK.framePointer();
    code.emit(Form.MOV_R_IV, Width.Q, pointer, 0)
        .relocateLast(Relocation.Kind.ABS64, new Symbol.PrivateStack(function));
    code.emit(Form.ADD_R_RM, Width.Q, Operand.reg(pointer), Mem.gsAbsolute(0))
        .relocateLast(Relocation.Kind.ABS32, THIS_CPU_OFF);
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

  private void restoreCalleeSaved() {
    frame.calleeSaved().reversed().forEach(code::pop);
  }

  void epilogue() {
    restoreCalleeSaved();
    code.emit(Form.LEAVE, Width.Q);
    if (options.rethunk()) {
      code.jump(new Symbol.Kernel(KernelNames.RETURN_THUNK));
    } else {
      code.emit(Form.RET, Width.Q);
    }
  }
}
