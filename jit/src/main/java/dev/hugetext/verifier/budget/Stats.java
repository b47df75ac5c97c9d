package dev.hugetext.verifier.budget;

/**
 * What a verification did, as the kernel's summary line counts it.
 *
 * @param processed instructions looked at, on all paths
 * @param limit how many are allowed
 * @param maxStatesPerInsn most states kept at one instruction
 * @param totalStates states that were kept
 * @param peakStates most states kept at a time
 */
public record Stats(
    int processed, int limit, int maxStatesPerInsn, int totalStates, int peakStates) {
  /** The kernel's summary line, without line end. */
  public String line() {
    return ("processed %d insns (limit %d) max_states_per_insn %d total_states %d"
            + " peak_states %d mark_read 0")
        .formatted(processed, limit, maxStatesPerInsn, totalStates, peakStates);
  }
}
