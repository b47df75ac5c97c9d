package dev.hugetext.loader.command;

/** What {@code prog run} has to say. */
sealed interface RunOutcome {
  /** A result. */
  record Ran(RunReport report) implements RunOutcome {}

  /** None. */
  record Failed(RunFailure failure) implements RunOutcome {}
}
