package dev.hugetext.verifier.state;

/** How a number comes from the one that its id names. */
public enum Link {
  /** It is the same. */
  SAME,
  /** A constant was added, in 64 bits. */
  PLUS_64,
  /** A constant was added in 32 bits, and the upper half is 0; so it was in the other number. */
  PLUS_32
}
