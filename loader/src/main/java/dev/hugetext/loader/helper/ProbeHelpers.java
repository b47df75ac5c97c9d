package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.x86.memory.GuestFault;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads of any address, which fail instead of faulting. There is no user memory: reads of it fail.
 */
final class ProbeHelpers {
  /** The end of user addresses, and the guard page behind it. */
  private static final long USER_END = 0x7fff_ffff_f000L;

  private static final long KERNEL_BEGIN = 0xffff_8000_0000_0000L;

  private ProbeHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    HelperBody kernel = (env, to, size, from, _, _) -> kernel(env, to, (int) size, from);
    HelperBody kernelText = (env, to, size, from, _, _) -> kernelText(env, to, (int) size, from);
    HelperBody user = (env, to, size, _, _, _) -> failed(env, to, (int) size, Errno.EFAULT);
    bodies.put(HelperTable.PROBE_READ_KERNEL, kernel);
    bodies.put(HelperTable.PROBE_READ_KERNEL_STR, kernelText);
    bodies.put(HelperTable.PROBE_READ_USER, user);
    bodies.put(HelperTable.PROBE_READ_USER_STR, user);
    bodies.put(HelperTable.COPY_FROM_USER, user);
    bodies.put(HelperTable.PROBE_READ, byAddress(kernel, user));
    bodies.put(HelperTable.PROBE_READ_STR, byAddress(kernelText, user));
  }

  private static HelperBody byAddress(HelperBody kernel, HelperBody user) {
    return (env, to, size, from, a, b) ->
        (isUser(from) ? user : kernel).call(env, to, size, from, a, b);
  }

  private static boolean isUser(long address) {
    return Long.compareUnsigned(address, USER_END) < 0;
  }

  /** Whether a read of kernel memory is tried at all: not of user memory, nor of no memory. */
  private static boolean allowed(long address) {
    return Long.compareUnsigned(address, KERNEL_BEGIN) >= 0;
  }

  private static long kernel(HelperEnv env, long to, int size, long from) {
    if (size == 0) {
      return 0;
    }
    if (!allowed(from)) {
      return failed(env, to, size, Errno.ERANGE);
    }
    try {
      env.memory().write(to, env.memory().read(from, size));
      return 0;
    } catch (GuestFault hole) {
      return failed(env, to, size, Errno.EFAULT);
    }
  }

  /** Up to a zero, or as much as there is room for; the length with the zero. */
  private static long kernelText(HelperEnv env, long to, int size, long from) {
    if (size == 0) {
      return 0;
    }
    if (!allowed(from)) {
      return failed(env, to, size, Errno.ERANGE);
    }
    try {
      byte[] text = upToZero(env.memory(), from, size);
      env.memory().write(to, text);
      return text.length;
    } catch (GuestFault hole) {
      return failed(env, to, size, Errno.EFAULT);
    }
  }

  private static byte[] upToZero(GuestMemory memory, long from, int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = memory.getByte(from + i);
      if (text[i] == 0) {
        return Arrays.copyOf(text, i + 1);
      }
    }
    text[size - 1] = 0;
    return text;
  }

  private static long failed(HelperEnv env, long to, int size, Errno errno) {
    if (size == 0) {
      return 0;
    }
    env.memory().fill(to, size, 0);
    return errno.negative();
  }
}
