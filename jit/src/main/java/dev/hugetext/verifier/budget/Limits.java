package dev.hugetext.verifier.budget;

/**
 * How much the verifier does before it gives up.
 *
 * @param instructions processed instructions
 * @param pendingBranches branches put off
 */
public record Limits(int instructions, int pendingBranches) {
  /** Those of Linux. */
  public static final Limits LINUX = new Limits(1_000_000, 8192);

  public Limits {
    if (instructions < 1 || pendingBranches < 1) {
      throw new IllegalArgumentException(
          "limits of %d instructions and %d branches".formatted(instructions, pendingBranches));
    }
  }
}
