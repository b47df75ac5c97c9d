package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;

/**
 * The flags of an element update (UAPI {@code bpf.h}: BPF_ANY, BPF_NOEXIST, BPF_EXIST, BPF_F_LOCK).
 */
final class UpdateFlags {
  /** Create or overwrite. */
  static final long ANY = 0;

  /** Create only. */
  static final long NOEXIST = 1;

  /** Overwrite only. */
  static final long EXIST = 2;

  /** Hold the value's spin lock while copying. */
  static final long LOCK = 4;

  private UpdateFlags() {}

  /** Whether the flags are none that an update knows. */
  static boolean unknown(long flags) {
    return Long.compareUnsigned(flags & ~LOCK, EXIST) > 0;
  }

  /** Zero, or the negative errno that {@code flags} earn on a key that is or is not there. */
  static long check(long flags, boolean present) {
    if (present && (flags & ~LOCK) == NOEXIST) {
      return Errno.EEXIST.negative();
    }
    if (!present && (flags & ~LOCK) == EXIST) {
      return Errno.ENOENT.negative();
    }
    return 0;
  }
}
