package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.map.MapWalk;
import java.util.Map;

/** Helpers that call a function of the program again and again, until it returns other than 0. */
final class CallbackHelpers {
  private static final long MAX_LOOPS = 1 << 23;

  private CallbackHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.LOOP,
        (env, times, function, context, flags, _) ->
            loop(env, times & 0xffff_ffffL, function, context, flags));
    bodies.put(
        HelperTable.FOR_EACH_MAP_ELEM,
        (env, map, function, context, flags, _) -> forEach(env, map, function, context, flags));
  }

  private static long loop(HelperEnv env, long times, long function, long context, long flags) {
    if (flags != 0) {
      return Errno.EINVAL.negative();
    }
    if (times > MAX_LOOPS) {
      return Errno.E2BIG.negative();
    }
    for (long i = 0; i < times; i++) {
      if (env.callBack(function, i, context, 0, 0) != 0) {
        return i + 1;
      }
    }
    return times;
  }

  private static long forEach(HelperEnv env, long map, long function, long context, long flags) {
    if (flags != 0) {
      return Errno.EINVAL.negative();
    }
    long visited = 0;
    long scratch = env.heap().allocate(Long.BYTES);
    try {
      for (MapWalk walk = env.map(map).walk(env.cpu()); walk.next(); ) {
        visited++;
        long key = key(env, walk, scratch);
        if (env.callBack(function, map, key, walk.value(), context) != 0) {
          break;
        }
      }
    } finally {
      env.heap().free(scratch);
    }
    return visited;
  }

  /** Where the key lies; that of an array lies nowhere, so it is put into {@code scratch}. */
  private static long key(HelperEnv env, MapWalk walk, long scratch) {
    if (walk.keyAddress() != 0) {
      return walk.keyAddress();
    }
    env.memory().write(scratch, walk.key());
    return scratch;
  }
}
