package dev.hugetext.verifier;

import dev.hugetext.verifier.budget.Stats;
import dev.hugetext.verifier.rule.Rejection;

/** What the verifier says of a program. */
public sealed interface Verdict {
  /** The log at the level that was asked for; empty at level 0. */
  String log();

  /** What was counted. */
  Stats stats();

  /** The program is safe. */
  record Accepted(VerifiedProgram program, String log, Stats stats) implements Verdict {}

  /**
   * The program is refused.
   *
   * @param errno the positive number that bpf(2) answers
   */
  record Rejected(Rejection rejection, int errno, String log, Stats stats) implements Verdict {}
}
