package dev.hugetext.bpf.lower;

import static dev.hugetext.bpf.lower.Insns.alu;
import static dev.hugetext.bpf.lower.Insns.jumpIf;
import static dev.hugetext.bpf.lower.Insns.load;
import static dev.hugetext.bpf.lower.Insns.move;
import static dev.hugetext.bpf.lower.Insns.store;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.proto.KernelNames;
import java.util.List;

/**
 * {@code may_goto} as Linux 6.18 does it on x86 (measured): a word at the end of the function's
 * stack counts down; when it is used up, the kernel looks at the clock and gives another count, or
 * 0, which ends the loop. The word above it holds when the function first asked.
 */
public final class MayGotoLowering {
  /** What the two words take of the stack, in bytes. */
  public static final int STACK_BYTES = 16;

  /** How often a loop goes round before the clock is looked at. */
  public static final int LOOPS = 0xffff;

  private static final int WORD = 8;

  private MayGotoLowering() {}

  /**
   * In place of the instruction.
   *
   * @param stackDepth bytes of the function's stack with the two words, a multiple of 8
   */
  public static LoweredCode lower(int stackDepth) {
    var out = new LoweredCode.Builder();
    out.add(load(MemSize.DW, Reg.AX, Reg.FP, -stackDepth));
    out.addJump(jumpIf(Cond.JEQ, Reg.AX, 0, 0));
    out.add(alu(AluOp.SUB, Reg.AX, 1));
    out.add(jumpIf(Cond.JNE, Reg.AX, 0, 2));
    out.add(move(Reg.AX, -stackDepth));
    out.call(KernelNames.TIMED_MAY_GOTO);
    return out.add(store(Reg.FP, -stackDepth, Reg.AX)).build();
  }

  /** What a function that has the instruction begins with. */
  public static List<Insn> prologue(int stackDepth) {
    return List.of(
        store(MemSize.DW, Reg.FP, -stackDepth, LOOPS),
        store(MemSize.DW, Reg.FP, WORD - stackDepth, 0));
  }
}
