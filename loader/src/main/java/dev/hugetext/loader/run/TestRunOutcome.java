package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.Errno;
import java.util.Optional;

/** What a test run answers. */
public sealed interface TestRunOutcome {
  /**
   * It ran.
   *
   * @param retval the low 32 bits of R0 after the last repetition
   * @param dataOut the packet afterwards
   * @param contextOut the context afterwards
   * @param nanos measured host time of one repetition, on average
   * @param counters what the machine counted; empty for engines without a machine
   */
  record Done(
      int retval, byte[] dataOut, byte[] contextOut, long nanos, Optional<RunCounters> counters)
      implements TestRunOutcome {}

  /** The kernel would refuse the input. */
  record Refused(Errno errno, String reason) implements TestRunOutcome {}

  /**
   * The program did what no accepted program does: only through the trusted door, or a mistake
   * here.
   */
  record Faulted(String what) implements TestRunOutcome {}
}
