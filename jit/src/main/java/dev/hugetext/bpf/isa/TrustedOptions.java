package dev.hugetext.bpf.isa;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to read slots whose origin only the caller knows.
 *
 * @param calls what the immediate of a helper call is
 * @param stackDepth bytes of stack of every function; if empty, each function's deepest access at a
 *     constant offset from the frame pointer, rounded up to 8
 * @param tailCallReachable whether every function is; if empty, each is if any instruction of the
 *     program is a tail call
 */
public record TrustedOptions(
    CallImmediate calls, OptionalInt stackDepth, Optional<Boolean> tailCallReachable) {
  /** What the immediate of a helper call is. */
  public enum CallImmediate {
    /** The helper's number. */
    HELPER_ID,
    /** Distance from {@code __bpf_call_base}, as in an xlated dump. */
    CALL_BASE_DISTANCE
  }

  /** Numbers of helpers; everything else derived from the slots. */
  public static final TrustedOptions DEFAULT =
      new TrustedOptions(CallImmediate.HELPER_ID, OptionalInt.empty(), Optional.empty());

  /** For a dump of a running kernel's rewritten instructions. */
  public static final TrustedOptions XLATED =
      new TrustedOptions(CallImmediate.CALL_BASE_DISTANCE, OptionalInt.empty(), Optional.empty());

  /** The same with this stack depth, rounded up to 8 bytes. */
  public TrustedOptions withStackDepth(int bytes) {
    return new TrustedOptions(calls, OptionalInt.of((bytes + 7) & ~7), tailCallReachable);
  }

  /** The same with this answer for every function. */
  public TrustedOptions withTailCallReachable(boolean reachable) {
    return new TrustedOptions(calls, stackDepth, Optional.of(reachable));
  }
}
