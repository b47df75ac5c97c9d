package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.transfer.FunctionTypes;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;

/**
 * Functions that may end otherwise than by an exit, by a tail call or a packet load that misses,
 * must be known to return a number.
 */
final class FunctionReturns {
  private FunctionReturns() {}

  static void check(ProgramFacts facts) {
    Functions functions = facts.functions();
    for (int function = 1; function < functions.count(); function++) {
      for (int pc = functions.start(function); pc < functions.end(function); pc++) {
        Insn insn = facts.insn(pc);
        if (insn instanceof Insn.LoadAbs || insn instanceof Insn.LoadInd) {
          check(facts.types(), function, "LD_ABS");
        }
        if (facts.isTailCall(pc)) {
          check(facts.types(), function, "tail_call");
        }
      }
    }
  }

  private static void check(FunctionTypes types, int function, String what) {
    if (!types.isTyped(function)) {
      throw Refusal.of(Rule.FUNCTION_RETURN_TYPE, what + " is not allowed in subprogs without BTF");
    }
    if (!types.returnsNumber(function)) {
      throw Refusal.of(
          Rule.FUNCTION_RETURN_TYPE, what + " is only allowed in functions that return 'int'.");
    }
  }
}
