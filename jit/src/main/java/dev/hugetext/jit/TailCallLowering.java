package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/**
 * A tail call through a map: R2 is the map, R3 the index. Goes on behind itself if the index is out
 * of range, the slot is empty, or too many tail calls were made; the count grows only for a slot
 * that is not empty.
 */
final class TailCallLowering {

  private static final int POINTER_BYTES = 8;
  private static final Gpr MAP = Gpr.RSI;
  private static final Gpr INDEX = Gpr.RDX;
  private static final Gpr TARGET = Gpr.RCX;
  private static final Symbol THUNK = new Symbol.Kernel("__x86_indirect_thunk_rcx");
  private static final Symbol COUNTING_THUNK = new Symbol.Kernel("__x86_indirect_jump_thunk_rcx");

  private final CodeBuffer code;
  private final Frame frame;
  private final JitOptions options;

  TailCallLowering(CodeBuffer code, Frame frame, JitOptions options) {
    this.code = code;
    this.frame = frame;
    this.options = options;
  }

  /**
   * Emits it twice, since its jumps lead to its end: the first time only to know how long it is.
   */
  void lower() {
    CodeBuffer trial = new CodeBuffer(code.registers());
    emit(trial, 0);
    emit(code, code.position() + trial.position());
  }

  /** Through a slot that is always the same: the jump itself is patched as the slot changes. */
  void lower(Symbol.TailCallSlot slot) {
    CodeBuffer trial = new CodeBuffer(code.registers());
    emit(slot, trial, 0);
    code.tailCallSite(emit(slot, code, code.position() + trial.position()));
  }

  private TailCallSite emit(Symbol.TailCallSlot slot, CodeBuffer out, int end) {
    FrameLowering stack = new FrameLowering(out, frame, options);
    stack.loadTailCallPointer();
    Mem count = Mem.base(Gpr.RAX, 0);
    out.emit(Form.CMP_RM_I8, Width.Q, count, Operand.imm(FrameLowering.MAX_TAIL_CALLS));
    leaveIf(Condition.AE, out, end);
    int bypass = out.position();
    int distance = end - (bypass + TailCallSite.PATCHED_BYTES);
    out.emit(Form.JMP_REL32, Width.Q, Operand.rel(distance));
    out.emit(Form.ADD_RM_I8, Width.Q, count, Operand.imm(1));
    stack.dropForTailCall();
    int target = out.position();
    out.nop(TailCallSite.PATCHED_BYTES);
    return new TailCallSite(slot, bypass, target);
  }

  private void emit(CodeBuffer out, int end) {
    FrameLowering stack = new FrameLowering(out, frame, options);
    out.move(Width.D, INDEX, INDEX);
    Mem entries = CodeBuffer.memory(MAP, KernelAbi.BpfMap.MAX_ENTRIES);
    out.emit(Form.CMP_RM_R, Width.D, entries, Operand.reg(INDEX));
    leaveIf(Condition.BE, out, end);
    stack.loadTailCallPointer();
    Mem count = Mem.base(Gpr.RAX, 0);
    out.emit(Form.CMP_RM_I8, Width.Q, count, Operand.imm(FrameLowering.MAX_TAIL_CALLS));
    leaveIf(Condition.AE, out, end);
    Mem slot = Mem.indexed(MAP, INDEX, POINTER_BYTES, KernelAbi.BpfArray.VALUE);
    out.emit(Form.MOV_R_RM, Width.Q, Operand.reg(TARGET), slot);
    out.emit(Form.TEST_RM_R, Width.Q, TARGET, TARGET);
    leaveIf(Condition.E, out, end);
    out.emit(Form.ADD_RM_I8, Width.Q, count, Operand.imm(1));
    stack.dropForTailCall();
    Mem entry = CodeBuffer.memory(TARGET, KernelAbi.BpfProg.BPF_FUNC);
    out.emit(Form.MOV_R_RM, Width.Q, Operand.reg(TARGET), entry);
    out.emit(Form.ADD_RM_I8, Width.Q, TARGET, options.tailCallOffset());
    jumpToTarget(out);
  }

  private static void leaveIf(Condition condition, CodeBuffer out, int end) {
    out.branch(Form.JCC_REL8, condition, end - (out.position() + JumpShape.SHORT_BYTES));
  }

  private void jumpToTarget(CodeBuffer out) {
    switch (options.indirectJumps()) {
      case RETPOLINE -> out.jump(options.callDepth() ? COUNTING_THUNK : THUNK);
      case LFENCE -> {
        out.emit(Form.LFENCE, Width.Q);
        out.emit(Form.JMP_RM, Width.Q, Operand.reg(TARGET));
      }
      case PLAIN -> {
        out.emit(Form.JMP_RM, Width.Q, Operand.reg(TARGET));
        out.emit(Form.INT3, Width.Q);
      }
    }
  }
}
