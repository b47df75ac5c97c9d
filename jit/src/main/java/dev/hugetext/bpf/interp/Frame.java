package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RewrittenProgram;

/**
 * Where a caller goes on, and the registers that its callee must not change.
 *
 * @param program the calling program: a tail call may have replaced it meanwhile
 * @param function index of the calling function
 * @param pc slot after the call
 * @param saved R6 to R10
 */
record Frame(RewrittenProgram program, int function, int pc, long[] saved) {
  private static final int FIRST = Reg.R6.number();

  static Frame of(RewrittenProgram program, int function, int pc, long[] registers) {
    long[] saved = new long[Reg.FP.number() - FIRST + 1];
    System.arraycopy(registers, FIRST, saved, 0, saved.length);
    return new Frame(program, function, pc, saved);
  }

  void restore(long[] registers) {
    System.arraycopy(saved, 0, registers, FIRST, saved.length);
  }
}
