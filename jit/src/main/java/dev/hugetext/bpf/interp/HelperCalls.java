package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import java.util.Optional;

/** What a program can reach outside itself, apart from memory. */
public interface HelperCalls {
  /**
   * Calls a helper or another kernel function.
   *
   * @return what R0 is afterwards
   */
  long call(Symbol target, long r1, long r2, long r3, long r4, long r5);

  /** The address of a map, a map's value, a callback: whatever {@code ld_imm64} refers to. */
  long address(Symbol symbol);

  /** What the running CPU's copy of a per-CPU variable is away from its nominal address, bytes. */
  default long perCpuOffset() {
    return 0;
  }

  /** A function of the running program, called from within a helper. */
  @FunctionalInterface
  interface Callback {
    /**
     * Runs it.
     *
     * @param function its index
     * @return R0
     */
    long call(int function, long r1, long r2, long r3, long r4);
  }

  /** A run begins, whose helpers call back by this. */
  default void begin(Callback callback) {}

  /** Another program runs from now on: by a tail call, or because a function of it returned. */
  default void entered(RewrittenProgram program) {}

  /** The program in a slot of the map at an address; empty if there is none. */
  default Optional<RewrittenProgram> program(long map, int index) {
    return Optional.empty();
  }
}
