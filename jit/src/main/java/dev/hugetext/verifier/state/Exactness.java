package dev.hugetext.verifier.state;

/** How strictly two states are compared. */
public enum Exactness {
  /** The new state is covered by the old one: numbers that decided nothing may differ. */
  COVERED,
  /** The states are the same, as when a loop makes no progress. */
  EXACT
}
