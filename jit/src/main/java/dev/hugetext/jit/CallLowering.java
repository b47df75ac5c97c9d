package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Calls, and what must be done around them. */
final class CallLowering {

  /** How far one call shifts the per-CPU word that counts the depth of calls, in bits. */
  private static final int DEPTH_SHIFT = 5;

  private static final Symbol CALL_DEPTH = new Symbol.Kernel(KernelNames.CALL_DEPTH);

  private final CodeBuffer code;
  private final Frame frame;
  private final JitOptions options;

  CallLowering(CodeBuffer code, Frame frame, JitOptions options) {
    this.code = code;
    this.frame = frame;
    this.options = options;
  }

  /** The pointer to a private stack is in a register that calls destroy. */
  void call(Symbol symbol) {
    boolean keepPointer = frame.privateStack().isPresent();
    Gpr pointer = frame.registers().framePointer();
    if (keepPointer) {
      code.push(pointer);
    }
    if (options.callDepth()) {
      code.emit(Form.SAR_RM_I8, Width.Q, Mem.gsAbsolute(0), Operand.imm(DEPTH_SHIFT))
          .relocateBefore(1, Relocation.Kind.ABS32, CALL_DEPTH);
    }
    code.call(symbol);
    if (keepPointer) {
      code.pop(pointer);
    }
  }
}
