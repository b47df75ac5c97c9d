package dev.hugetext.verifier.transfer;

/**
 * What the verifier assumes about the loader and the machine.
 *
 * @param privileged loaded with CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN: pointers may
 *     leak and be compared, the stack may be read before it is written
 * @param cpus number of possible CPUs, an upper bound of CPU numbers
 */
public record Environment(boolean privileged, int cpus) {
  public Environment {
    if (cpus < 1) {
      throw new IllegalArgumentException("a machine with %d CPUs".formatted(cpus));
    }
  }
}
