package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import java.util.Map;
import java.util.Set;

/** The tunnel that a packet is to take: a key that programs set and look at. */
final class SkbTunnel {
  /** {@code struct bpf_tunnel_key}, and where in it what older programs do not have begins. */
  private static final int KEY_BYTES = 44;

  private static final int TUNNEL_EXT = 22;
  private static final int TUNNEL_LABEL = 24;
  private static final Set<Integer> OLDER_SIZES = Set.of(8, 22, 24, 28);

  private static final long IPV6 = 1;
  private static final long ZERO_CSUM = 1 << 1;
  private static final long DONT_FRAGMENT = 1 << 2;
  private static final long SEQUENCE = 1 << 3;
  private static final long NO_KEY = 1 << 4;
  private static final long SET_FLAGS = IPV6 | ZERO_CSUM | DONT_FRAGMENT | SEQUENCE | NO_KEY;

  /** Ask for the tunnel's flags in place of {@code tunnel_ext}; the same bit as {@link #NO_KEY}. */
  private static final long GET_FLAGS = IPV6 | 1 << 4;

  private static final int PRESENT = 1;

  private SkbTunnel() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.SKB_SET_TUNNEL_KEY,
        (env, skb, key, size, flags, _) -> set(env, skb, key, (int) size, flags));
    bodies.put(
        HelperTable.SKB_GET_TUNNEL_KEY,
        (env, skb, key, size, flags, _) -> get(env, skb, key, (int) size, flags));
  }

  private static long set(HelperEnv env, long skb, long key, int size, long flags) {
    if ((flags & ~SET_FLAGS) != 0 || size != KEY_BYTES && !OLDER_SIZES.contains(size)) {
      return Errno.EINVAL.negative();
    }
    byte[] given = new byte[KEY_BYTES];
    env.memory().read(key, given, 0, size);
    boolean label = word(given, TUNNEL_LABEL) != 0 && (flags & IPV6) == 0;
    if (label || given[TUNNEL_EXT] != 0 || given[TUNNEL_EXT + 1] != 0) {
      return Errno.EINVAL.negative();
    }
    env.memory().write(skb + SkBuff.TUNNEL_KEY, given);
    env.memory().putInt(skb + SkBuff.TUNNEL_FLAGS, PRESENT | (int) (flags & IPV6) << 1);
    return 0;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3];
  }

  private static long get(HelperEnv env, long skb, long key, int size, long flags) {
    int noted = env.memory().getInt(skb + SkBuff.TUNNEL_FLAGS);
    if ((noted & PRESENT) == 0 || (flags & ~GET_FLAGS) != 0) {
      return refused(env, key, size, Errno.EINVAL);
    }
    if (noted >>> 1 != (flags & IPV6)) {
      return refused(env, key, size, Errno.EPROTO);
    }
    if (size != KEY_BYTES && !OLDER_SIZES.contains(size)) {
      return refused(env, key, size, Errno.EINVAL);
    }
    env.memory().write(key, env.memory().read(skb + SkBuff.TUNNEL_KEY, size));
    return 0;
  }

  private static long refused(HelperEnv env, long key, int size, Errno errno) {
    env.memory().fill(key, size, 0);
    return errno.negative();
  }
}
