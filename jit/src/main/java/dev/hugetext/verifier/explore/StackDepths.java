package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;

/** The frames of any chain of calls together fit in 512 bytes, each rounded up to 16. */
final class StackDepths {
  private static final int MAX_STACK = 512;
  private static final int ROUND = 16;

  private final ProgramFacts facts;
  private final int[] depths;

  StackDepths(ProgramFacts facts, int[] depths) {
    this.facts = facts;
    this.depths = depths;
  }

  void check() {
    check(0, 0, 0);
  }

  /** All calls count, also those that no path makes. */
  private void check(int function, int above, int frame) {
    int depth = above + (depths[function] + ROUND - 1) / ROUND * ROUND;
    if (depth > MAX_STACK) {
      throw Refusal.of(
          Rule.STACK_COMBINED,
          "combined stack size of %d calls is %d. Too large".formatted(frame + 1, depth));
    }
    Functions functions = facts.functions();
    for (int pc = functions.start(function); pc < functions.end(function); pc++) {
      if (facts.insn(pc) instanceof Insn.CallBpf call) {
        if (frame + 1 >= MachineState.MAX_FRAMES) {
          throw Refusal.of(
              Rule.CALL_DEPTH, "the call stack of %d frames is too deep !".formatted(frame + 1));
        }
        check(functions.startingAt(pc + 1 + call.offset()), depth, frame + 1);
      }
    }
  }
}
