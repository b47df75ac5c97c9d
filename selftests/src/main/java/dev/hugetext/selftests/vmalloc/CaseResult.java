package dev.hugetext.selftests.vmalloc;

import java.util.Locale;

/**
 * What became of one worker's runs of one case.
 *
 * @param kind the case
 * @param passed runs that succeeded
 * @param failed runs that did not
 * @param expectedFailures runs that did not, and were not expected to
 * @param averageMicros measured time of a run, in microseconds
 */
public record CaseResult(
    VmallocCase kind, int passed, int failed, int expectedFailures, long averageMicros) {
  /** The line that the module logs. */
  String line(VmallocParameters parameters, boolean withExpected) {
    String expected = withExpected ? " xfailed: " + expectedFailures : "";
    return String.format(
        Locale.ROOT,
        "Summary: %s passed: %d failed: %d%s repeat: %d loops: %d avg: %d usec",
        kind.text(),
        passed,
        failed,
        expected,
        parameters.repeat(),
        parameters.loops(),
        averageMicros);
  }
}
