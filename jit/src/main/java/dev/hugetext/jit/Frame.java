package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.x86.insn.Gpr;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a function keeps on the stack.
 *
 * @param isMain whether it is entered from outside
 * @param tailCallReachable whether it keeps the pointer to the count of tail calls
 * @param privateStack which of the program's functions this is, if its own stack lies elsewhere
 * @param stackDepth bytes of the program's own stack here, a multiple of 8
 * @param calleeSaved registers to keep, in the order in which they are pushed
 */
record Frame(
    boolean isMain,
    boolean tailCallReachable,
    OptionalInt privateStack,
    int stackDepth,
    List<Gpr> calleeSaved) {

  /**
   * The frame of a function.
   *
   * @param index which one it is
   */
  static Frame of(Function function, int index) {
    boolean elsewhere = function.privateStack();
    return new Frame(
        index == 0,
        function.tailCallReachable(),
        elsewhere ? OptionalInt.of(index) : OptionalInt.empty(),
        elsewhere ? 0 : function.stackDepth(),
        CalleeSaved.of(function.insns()));
  }

  RegisterMap registers() {
    return privateStack.isPresent() ? RegisterMap.PRIVATE_STACK : RegisterMap.KERNEL_STACK;
  }
}
