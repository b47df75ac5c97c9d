package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.x86.insn.Gpr;
import java.util.List;

/**
 * What a function keeps on the stack.
 *
 * @param isMain whether it is entered from outside
 * @param tailCallReachable whether it keeps the pointer to the count of tail calls
 * @param stackDepth bytes of the program's own stack, a multiple of 8
 * @param calleeSaved registers to keep, in the order in which they are pushed
 */
record Frame(boolean isMain, boolean tailCallReachable, int stackDepth, List<Gpr> calleeSaved) {

  static Frame of(Function function, boolean isMain) {
    return new Frame(
        isMain,
        function.tailCallReachable(),
        function.stackDepth(),
        CalleeSaved.of(function.insns()));
  }
}
