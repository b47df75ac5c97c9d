package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;

/** Whether a test run can begin. */
public sealed interface ContextOutcome {
  /** It can. */
  record Ready(TestContext context) implements ContextOutcome {}

  /**
   * The kernel would refuse the input.
   *
   * @param errno what bpf(2) gives
   * @param reason what is wrong, for people
   */
  record Refused(Errno errno, String reason) implements ContextOutcome {}
}
