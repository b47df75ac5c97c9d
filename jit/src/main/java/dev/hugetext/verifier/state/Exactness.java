package dev.hugetext.verifier.state;

/** How strictly two states are compared. */
public enum Exactness {
  /** The new state is covered by the old one: numbers that decided nothing may differ. */
  COVERED,
  /**
   * All numbers of the new state lie within those of the old one, also such that decided nothing so
   * far: what follows the old state is not yet explored to its end.
   */
  WITHIN,
  /** The states are the same, as when a loop makes no progress. */
  EXACT
}
