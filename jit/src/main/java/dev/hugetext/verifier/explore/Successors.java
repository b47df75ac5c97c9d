package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.Arrays;

/**
 * Where control goes within a function: to the instruction behind, also after a call, or to the
 * target of a jump, or to either.
 */
final class Successors {
  private static final int NONE = -1;

  private final int[] next;
  private final int[] target;

  Successors(ProgramFacts facts) {
    this.next = new int[facts.size()];
    this.target = new int[facts.size()];
    Arrays.fill(next, NONE);
    Arrays.fill(target, NONE);
    for (int pc = 0; pc < facts.size(); pc++) {
      find(facts, pc);
    }
  }

  /** The instruction behind, if control may go on there; else negative. */
  int next(int pc) {
    return next[pc];
  }

  /** Where the instruction may jump to; negative if it does not jump. */
  int target(int pc) {
    return target[pc];
  }

  private void find(ProgramFacts facts, int pc) {
    Insn insn = facts.insn(pc);
    switch (insn) {
      case Insn.Exit _ -> {}
      case Insn.Jump jump -> jump(pc, jump.offset());
      case Insn.Branch branch -> {
        jump(pc, branch.offset());
        goOn(pc, insn);
      }
      case Insn.MayGoto jump -> {
        jump(pc, jump.offset());
        goOn(pc, insn);
      }
      case Insn.Alu _,
          Insn.Neg _,
          Insn.MoveSigned _,
          Insn.Swap _,
          Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadImm64 _,
          Insn.LoadAbs _,
          Insn.LoadInd _,
          Insn.Load _,
          Insn.Store _,
          Insn.Atomic _,
          Insn.JumpIndirect _,
          Insn.CallHelper _,
          Insn.CallBpf _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          goOn(pc, insn);
    }
  }

  private void goOn(int pc, Insn insn) {
    next[pc] = inside(pc + insn.slots());
  }

  private void jump(int pc, int offset) {
    target[pc] = inside(pc + 1 + offset);
  }

  /** The second slot of a constant may look like an instruction that leads out of the program. */
  private int inside(int pc) {
    return pc >= 0 && pc < next.length ? pc : NONE;
  }
}
