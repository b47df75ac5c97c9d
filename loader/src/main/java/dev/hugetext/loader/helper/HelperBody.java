package dev.hugetext.loader.helper;

/** The meaning of one helper: five argument registers in, R0 out. */
@FunctionalInterface
public interface HelperBody {
  /**
   * Does what the helper does.
   *
   * @return R0: an address, a number, or a negative errno
   */
  long call(HelperEnv env, long r1, long r2, long r3, long r4, long r5);
}
