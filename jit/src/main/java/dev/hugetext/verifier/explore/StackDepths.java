package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.BitSet;

/**
 * The frames of any chain of calls together fit in 512 bytes, each rounded up to 16, and above a
 * function with tail calls, which may repeat 33 times, less than 256 are used. On the way, finds
 * the functions from which a tail call may be reached: their frames keep the count.
 */
final class StackDepths {
  private static final int MAX_STACK = 512;
  private static final int MAX_ABOVE_TAIL_CALL = 256;
  private static final int ROUND = 16;

  private final ProgramFacts facts;
  private final int[] depths;
  private final BitSet tailCalls = new BitSet();
  private final BitSet reachable = new BitSet();
  private final int[] chain = new int[MachineState.MAX_FRAMES];
  private final BitSet later;
  private boolean metTailCall;

  /**
   * @param depths bytes per function
   * @param later functions that the kernel calls some time later, on a stack of its own
   */
  StackDepths(ProgramFacts facts, int[] depths, BitSet later) {
    this.facts = facts;
    this.depths = depths;
    this.later = later;
    for (int pc = 0; pc < facts.size(); pc++) {
      if (facts.isTailCall(pc)) {
        tailCalls.set(facts.functions().containing(pc));
      }
    }
    reachable.or(tailCalls);
  }

  /** Functions, by index, from which a tail call may be reached. */
  BitSet check() {
    for (int root = later.length() - 1; root > 0; root--) {
      if (later.get(root)) {
        check(root, 0, 0);
      }
    }
    check(0, 0, 0);
    return reachable;
  }

  /** All calls count, also those that no path makes. */
  private void check(int function, int above, int frame) {
    if (function != 0 && tailCalls.get(function) && above >= MAX_ABOVE_TAIL_CALL) {
      throw Refusal.of(
          Rule.STACK_ABOVE_TAIL_CALL,
          "tail_calls are not allowed when call stack of previous frames is %d bytes. Too large"
              .formatted(above));
    }
    int depth = above + (depths[function] + ROUND - 1) / ROUND * ROUND;
    if (depth > MAX_STACK) {
      throw Refusal.of(
          Rule.STACK_COMBINED,
          "combined stack size of %d calls is %d. Too large".formatted(frame + 1, depth));
    }
    chain[frame] = function;
    Functions functions = facts.functions();
    for (int pc = functions.start(function); pc < functions.end(function); pc++) {
      int callee = callee(pc);
      if (callee >= 0) {
        if (frame + 1 >= MachineState.MAX_FRAMES) {
          throw Refusal.of(
              Rule.CALL_DEPTH, "the call stack of %d frames is too deep !".formatted(frame + 1));
        }
        metTailCall |= tailCalls.get(callee);
        check(callee, depth, frame + 1);
      }
    }
    // as in the kernel, every chain that ends after a tail call was met counts
    for (int caller = 0; metTailCall && caller < frame; caller++) {
      reachable.set(chain[caller]);
    }
  }

  /** The function that runs on top of this one's frame after the instruction; -1 for none. */
  private int callee(int pc) {
    Functions functions = facts.functions();
    return switch (facts.insn(pc)) {
      case Insn.CallBpf call -> functions.startingAt(pc + 1 + call.offset());
      case Insn.LoadImm64 load when load.kind() == Imm64Kind.FUNC -> {
        int callback = functions.startingAt(pc + 1 + load.low());
        yield later.get(callback) ? -1 : callback;
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
          Insn.Jump _,
          Insn.Branch _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
          Insn.CallHelper _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.Exit _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          -1;
    };
  }
}
