package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;

/** Strings compared, and read as numbers. */
final class TextHelpers {
  private static final long U32 = 0xffff_ffffL;

  private TextHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.STRNCMP, (env, a, size, b, _, _) -> compare(env.memory(), a, size & U32, b));
    bodies.put(
        HelperTable.STRTOL,
        (env, text, size, flags, to, _) -> parse(env, text, (int) size, flags, to, true));
    bodies.put(
        HelperTable.STRTOUL,
        (env, text, size, flags, to, _) -> parse(env, text, (int) size, flags, to, false));
  }

  private static long compare(GuestMemory memory, long a, long size, long b) {
    for (long i = 0; i < size; i++) {
      int left = Byte.toUnsignedInt(memory.getByte(a + i));
      int right = Byte.toUnsignedInt(memory.getByte(b + i));
      if (left != right) {
        return left < right ? -1 : 1;
      }
      if (left == 0) {
        return 0;
      }
    }
    return 0;
  }

  private static long parse(
      HelperEnv env, long text, int size, long flags, long to, boolean signed) {
    env.memory().putLong(to, 0);
    var number = new NumberText(env.memory().read(text, size), flags);
    long consumed = number.parse();
    if (consumed < 0) {
      return consumed;
    }
    if (number.negative() && !signed) {
      return Errno.EINVAL.negative();
    }
    long value = number.negative() ? -number.magnitude() : number.magnitude();
    boolean wrongSign = number.negative() ? value > 0 : value < 0;
    if (signed && wrongSign) {
      return Errno.ERANGE.negative();
    }
    env.memory().putLong(to, value);
    return consumed;
  }
}
