package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.map.StackTraceMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/**
 * Call stacks. That of the kernel is what called the program; there is no user space, so its stack
 * cannot be read.
 */
final class StackHelpers {
  private static final long SKIP_MASK = 0xff;
  private static final long USER_STACK = 1 << 8;
  private static final long USER_BUILD_ID = 1 << 11;
  private static final long ID_FLAGS =
      SKIP_MASK | USER_STACK | StackTraceMap.FAST_COMPARE | StackTraceMap.REUSE;
  private static final long COPY_FLAGS = SKIP_MASK | USER_STACK | USER_BUILD_ID;

  private StackHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(HelperTable.GET_STACKID, (env, _, map, flags, _, _) -> number(env, map, flags));
    bodies.put(
        HelperTable.GET_STACK, (env, _, to, size, flags, _) -> copy(env, to, (int) size, flags));
  }

  /** The stack without the frames that {@code flags} say; empty where none is left. */
  private static long[] stack(HelperEnv env, long flags) {
    long[] all = env.kernelStack();
    int skipped = (int) Math.min(flags & SKIP_MASK, all.length);
    return (flags & USER_STACK) != 0 ? new long[0] : Arrays.copyOfRange(all, skipped, all.length);
  }

  private static long number(HelperEnv env, long map, long flags) {
    if ((flags & ~ID_FLAGS) != 0) {
      return Errno.EINVAL.negative();
    }
    if (!(env.map(map) instanceof StackTraceMap stacks)) {
      throw new HelperFault("the map at 0x%x holds no stacks".formatted(map));
    }
    long[] stack = stack(env, flags);
    return stack.length == 0 ? Errno.EFAULT.negative() : stacks.store(stack, flags);
  }

  private static long copy(HelperEnv env, long to, int size, long flags) {
    boolean buildIdOfKernel = (flags & (USER_BUILD_ID | USER_STACK)) == USER_BUILD_ID;
    boolean unknown = (flags & ~COPY_FLAGS) != 0 || buildIdOfKernel || size % Long.BYTES != 0;
    long[] stack = stack(env, flags);
    if (unknown || stack.length == 0) {
      env.memory().fill(to, size, 0);
      return (unknown ? Errno.EINVAL : Errno.EFAULT).negative();
    }
    int frames = Math.min(stack.length, size / Long.BYTES);
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames; i++) {
      bytes.putLong(stack[i]);
    }
    env.memory().write(to, bytes.array());
    return (long) frames * Long.BYTES;
  }
}
