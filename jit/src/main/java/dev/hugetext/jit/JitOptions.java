package dev.hugetext.jit;

/**
 * What the emitted code owes to the CPU and to the kernel's configuration.
 *
 * @param ibt indirect branch tracking: {@code endbr64} at the entry and where tail calls land
 * @param rethunk return through {@code __x86_return_thunk} instead of by {@code ret}
 * @param bmi2 shifts by a register with {@code shlx}, {@code shrx}, {@code sarx}
 * @param indirectJumps how a tail call jumps
 * @param callDepth count the depth of calls before each call (a mitigation of retbleed)
 */
public record JitOptions(
    boolean ibt, boolean rethunk, boolean bmi2, IndirectJumps indirectJumps, boolean callDepth) {

  /**
   * The kernel of the specification: Linux 6.18, no IBT, return thunks and retpolines, a CPU with
   * BMI2.
   */
  public static final JitOptions MEASURED_KERNEL =
      new JitOptions(false, true, true, IndirectJumps.RETPOLINE, false);

  /** Without {@code endbr64}: behind the set-up of RBP. */
  private static final int TAIL_CALL_OFFSET = 12;

  private static final int ENDBR_BYTES = 4;

  /** From a program's entry to where tail calls land, in bytes. */
  public int tailCallOffset() {
    return ibt ? TAIL_CALL_OFFSET + ENDBR_BYTES : TAIL_CALL_OFFSET;
  }

  public JitOptions withIbt(boolean ibt) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps, callDepth);
  }

  public JitOptions withRethunk(boolean rethunk) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps, callDepth);
  }

  public JitOptions withBmi2(boolean bmi2) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps, callDepth);
  }

  public JitOptions withIndirectJumps(IndirectJumps indirectJumps) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps, callDepth);
  }

  public JitOptions withCallDepth(boolean callDepth) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps, callDepth);
  }
}
