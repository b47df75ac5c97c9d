package dev.hugetext.bpf.lower;

import static dev.hugetext.bpf.lower.Insns.alu;
import static dev.hugetext.bpf.lower.Insns.jump;
import static dev.hugetext.bpf.lower.Insns.jumpIf;
import static dev.hugetext.bpf.lower.Insns.load;
import static dev.hugetext.bpf.lower.Insns.move;
import static dev.hugetext.bpf.lower.Insns.store;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.Errno;
import java.util.List;

/**
 * {@code bpf_loop} without flags and with a callback that is always the same, as a loop: that of
 * Linux 6.18 (measured). The limit, the index and the callback's context live in R6 to R8, whose
 * old values wait in the function's stack.
 */
public final class LoopInlining {
  /** What the old values take of the stack, in bytes. */
  public static final int STACK_BYTES = 24;

  private static final int WORD = 8;
  private static final int MOST_LOOPS = 8 << 20;
  private static final Reg LIMIT = Reg.R6;
  private static final Reg INDEX = Reg.R7;
  private static final Reg CONTEXT = Reg.R8;
  private static final List<Reg> SAVED = List.of(LIMIT, INDEX, CONTEXT);

  private LoopInlining() {}

  /**
   * In place of the call.
   *
   * @param stackDepth bytes of the function's stack with the saved registers, a multiple of 8
   * @param callback which function of the program is called
   */
  public static LoweredCode lower(int stackDepth, int callback) {
    var out = new LoweredCode.Builder();
    out.add(jumpIf(Cond.JLE, Reg.R1, MOST_LOOPS, 2));
    out.add(move32(Reg.R0, (int) Errno.E2BIG.negative())).add(jump(16));
    for (int i = 0; i < SAVED.size(); i++) {
      out.add(store(Reg.FP, i * WORD - stackDepth, SAVED.get(i)));
    }
    out.add(move(LIMIT, Reg.R1)).add(move32(INDEX, 0)).add(move(CONTEXT, Reg.R3));
    out.add(new Insn.Branch(Cond.JGE, RegWidth.W64, INDEX, new Source.FromReg(LIMIT), (short) 5));
    out.add(move(Reg.R1, INDEX)).add(move(Reg.R2, CONTEXT)).callFunction(callback);
    out.add(alu(AluOp.ADD, INDEX, 1)).add(jumpIf(Cond.JEQ, Reg.R0, 0, -6));
    out.add(move(Reg.R0, INDEX));
    for (int i = 0; i < SAVED.size(); i++) {
      out.add(load(MemSize.DW, SAVED.get(i), Reg.FP, i * WORD - stackDepth));
    }
    return out.build();
  }

  private static Insn move32(Reg dst, int value) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W32, dst, new Source.Imm(value));
  }
}
