package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.verifier.domain.Bounds32;
import dev.hugetext.verifier.domain.Bounds64;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.Tnum;
import java.util.EnumSet;
import java.util.Set;

/** What is known of the numbers that helpers return. */
final class IntegerResults {
  /** Helpers that return how many bytes of the memory argument they filled, or an error. */
  private static final Set<HelperTable> COUNTING_BYTES =
      EnumSet.of(
          HelperTable.GET_STACK,
          HelperTable.GET_TASK_STACK,
          HelperTable.PROBE_READ_STR,
          HelperTable.PROBE_READ_KERNEL_STR,
          HelperTable.PROBE_READ_USER_STR);

  /** The error numbers that kernel functions return are above this one. */
  private static final int MAX_ERRNO = 4095;

  private final Environment environment;

  IntegerResults(Environment environment) {
    this.environment = environment;
  }

  /** The result of a call whose arguments were checked. */
  Scalar of(HelperCall call) {
    if (COUNTING_BYTES.contains(call.helper())) {
      return between(-MAX_ERRNO, (int) call.mostBytes());
    }
    return call.helper() == HelperTable.GET_SMP_PROCESSOR_ID
        ? between(0, environment.cpus() - 1)
        : Scalar.UNKNOWN;
  }

  private static Scalar between(int min, int max) {
    return Scalar.settled(
        Tnum.UNKNOWN, new Bounds64(min, max, 0, -1), new Bounds32(min, max, 0, -1));
  }
}
