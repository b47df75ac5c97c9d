package dev.hugetext.loader.conformance;

/** What came of a program. */
public sealed interface ConformanceOutcome {
  /** It returned. */
  record Returned(long r0) implements ConformanceOutcome {}

  /** It was not run. */
  record Refused(String why) implements ConformanceOutcome {}

  /** It did not come to its end. */
  record Faulted(String what) implements ConformanceOutcome {}
}
