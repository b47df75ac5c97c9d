package dev.hugetext.bpf.proto;

import java.util.Optional;

/**
 * The error numbers that bpf(2), the verifier and the helpers give (x86-64 Linux values). Inside
 * the emulated kernel an error travels as a negative {@code long}, as in Linux.
 */
public enum Errno {
  // @formatter:off
  EPERM(1), ENOENT(2), E2BIG(7), EBADF(9), EAGAIN(11), ENOMEM(12), EACCES(13), EFAULT(14), EBUSY(16),
  EEXIST(17), ENODEV(19), EINVAL(22), ENOSPC(28), ERANGE(34), ENOSYS(38), EPROTO(71), EOVERFLOW(75),
  ENOTSOCK(88), EOPNOTSUPP(95), EAFNOSUPPORT(97),
  /** Kernel-internal, but bpf(2) lets it through to user space. */
  ENOTSUPP(524);
  // @formatter:on

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The positive number, as {@code errno} holds it. */
  public int number() {
    return number;
  }

  /** The value that a helper or kernel function returns for this error. */
  public long negative() {
    return -(long) number;
  }

  /** Whether a kernel function's result is an error, one of the top 4095 values (IS_ERR_VALUE). */
  public static boolean isError(long value) {
    return Long.compareUnsigned(value, -4095) >= 0;
  }

  /** The constant with this positive number. */
  public static Optional<Errno> of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  /** E.g. {@code EINVAL}, or {@code errno 133} for a number without a name here. */
  public static String text(int number) {
    return of(number).map(Errno::name).orElse("errno " + number);
  }
}
