package dev.hugetext.loader.kernel;

/**
 * Output of PROG_TEST_RUN.
 *
 * @param retval R0 as u32
 * @param durationNanos average of one run, measured by the kernel
 * @param dataOut the packet afterwards
 * @param contextOut the context afterwards; without room for it what became of the one given, which
 *     system calls write to
 */
public record TestRunResult(int retval, int durationNanos, byte[] dataOut, byte[] contextOut) {}
