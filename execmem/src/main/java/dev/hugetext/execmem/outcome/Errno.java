package dev.hugetext.execmem.outcome;

/**
 * The error numbers that memory management hands out, negated, as Linux on x86-64 numbers them.
 *
 * <p>An address-or-error result is one {@code long}: an error pointer is one of the last 4095
 * addresses, exactly as in the kernel.
 */
public enum Errno {
  EAGAIN(11),
  ENOMEM(12),
  EFAULT(14),
  EBUSY(16),
  EINVAL(22),
  ERANGE(34),
  EOPNOTSUPP(95);

  /** Largest error number that an error pointer can carry (include/linux/err.h). */
  private static final int MAX_ERRNO = 4095;

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The negative number, as a kernel function returns it. */
  public int negative() {
    return -number;
  }

  /** Whether {@code result} is an error pointer rather than an address ({@code IS_ERR}). */
  public static boolean isError(long result) {
    return Long.compareUnsigned(result, -MAX_ERRNO) >= 0;
  }

  /** An error pointer for people: its number's name with a minus, or the number. */
  public static String text(long error) {
    for (Errno errno : values()) {
      if (error == -errno.number) {
        return "-" + errno;
      }
    }
    return Long.toString(error);
  }
}
