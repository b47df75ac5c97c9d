package dev.hugetext.jit;

/**
 * What the emitted code owes to the CPU and to the kernel's configuration.
 *
 * @param ibt indirect branch tracking: {@code endbr64} at the entry and where tail calls land
 * @param rethunk return through {@code __x86_return_thunk} instead of by {@code ret}
 * @param bmi2 shifts by a register with {@code shlx}, {@code shrx}, {@code sarx}
 * @param indirectJumps how a tail call jumps
 */
public record JitOptions(boolean ibt, boolean rethunk, boolean bmi2, IndirectJumps indirectJumps) {

  /**
   * The kernel of the specification: Linux 6.18, no IBT, return thunks and retpolines, a CPU with
   * BMI2.
   */
  public static final JitOptions MEASURED_KERNEL =
      new JitOptions(false, true, true, IndirectJumps.RETPOLINE);

  public JitOptions withIbt(boolean ibt) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps);
  }

  public JitOptions withRethunk(boolean rethunk) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps);
  }

  public JitOptions withBmi2(boolean bmi2) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps);
  }

  public JitOptions withIndirectJumps(IndirectJumps indirectJumps) {
    return new JitOptions(ibt, rethunk, bmi2, indirectJumps);
  }
}
