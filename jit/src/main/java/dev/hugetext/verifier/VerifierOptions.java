package dev.hugetext.verifier;

import dev.hugetext.verifier.budget.Limits;

/**
 * How to verify.
 *
 * @param privileged whether the loader has CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN
 * @param logLevel sum of 1 (the path of a rejection), 2 (everything) and 4 (statistics)
 * @param cpus number of possible CPUs of the machine the program is for
 * @param limits when to give up
 */
public record VerifierOptions(boolean privileged, int logLevel, int cpus, Limits limits) {
  /** Privileged, without log, for 2 CPUs, with Linux's limits. */
  public static final VerifierOptions DEFAULT = new VerifierOptions(true, 0, 2, Limits.LINUX);

  /** All log levels together. */
  public static final int MAX_LOG_LEVEL = 7;

  public VerifierOptions {
    if (logLevel < 0 || logLevel > MAX_LOG_LEVEL || cpus < 1) {
      throw new IllegalArgumentException("log level %d, %d CPUs".formatted(logLevel, cpus));
    }
  }

  /** The same with another log level. */
  public VerifierOptions withLogLevel(int logLevel) {
    return new VerifierOptions(privileged, logLevel, cpus, limits);
  }

  /** The same for a machine with another number of possible CPUs. */
  public VerifierOptions withCpus(int cpus) {
    return new VerifierOptions(privileged, logLevel, cpus, limits);
  }

  /** The same with or without privileges. */
  public VerifierOptions withPrivileged(boolean privileged) {
    return new VerifierOptions(privileged, logLevel, cpus, limits);
  }
}
