package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** The tunnel that a packet is to take: a key that programs set and look at. */
final class SkbTunnel {
  /** {@code struct bpf_tunnel_key}, and where in it what older programs do not have begins. */
  private static final int KEY_BYTES = 44;

  private static final int TUNNEL_REMOTE = 4;
  private static final int TUNNEL_TOS = 20;
  private static final int TUNNEL_EXT = 22;
  private static final int TUNNEL_LABEL = 24;
  private static final int TUNNEL_LOCAL = 28;

  /** {@code IPV6_FLOWLABEL_MASK}. */
  private static final int FLOW_LABEL = 0xfffff;

  private static final Set<Integer> OLDER_SIZES = Set.of(8, 22, 24, 28);

  private static final long IPV6 = 1;
  private static final long ZERO_CSUM = 1 << 1;
  private static final long DONT_FRAGMENT = 1 << 2;
  private static final long SEQUENCE = 1 << 3;
  private static final long NO_KEY = 1 << 4;
  private static final long SET_FLAGS = IPV6 | ZERO_CSUM | DONT_FRAGMENT | SEQUENCE | NO_KEY;

  /** Ask for the tunnel's flags in place of {@code tunnel_ext}; the same bit as {@link #NO_KEY}. */
  private static final long GET_TUNNEL_FLAGS = 1 << 4;

  private static final long GET_FLAGS = IPV6 | GET_TUNNEL_FLAGS;

  /** {@code IP_TUNNEL_*_BIT}. */
  private static final int WITH_CSUM = 1;

  private static final int WITH_KEY = 1 << 2;
  private static final int WITH_SEQUENCE = 1 << 3;
  private static final int WITHOUT_FRAGMENTS = 1 << 8;
  private static final int NO_CACHE = 1 << 13;

  /** What is noted beside the key: that there is one, the addresses' family, the tunnel's flags. */
  private static final int PRESENT = 1;

  private static final int FAMILY_SHIFT = 1;
  private static final int NOTED_SHIFT = 16;

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
    env.memory().write(skb + SkBuff.TUNNEL_KEY, seen(given, (flags & IPV6) != 0));
    int family = (int) (flags & IPV6) << FAMILY_SHIFT;
    env.memory()
        .putInt(skb + SkBuff.TUNNEL_FLAGS, PRESENT | family | tunnelFlags(flags) << NOTED_SHIFT);
    return 0;
  }

  /** The key as one looks at it: local is what the one who set it called remote. */
  private static byte[] seen(byte[] given, boolean ipv6) {
    ByteBuffer from = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = ipv6 ? 16 : 4;
    to.putInt(0, from.getInt(0));
    to.put(TUNNEL_REMOTE, given, TUNNEL_LOCAL, bytes);
    to.put(TUNNEL_TOS, given, TUNNEL_TOS, TUNNEL_EXT - TUNNEL_TOS);
    to.putInt(TUNNEL_LABEL, from.getInt(TUNNEL_LABEL) & FLOW_LABEL);
    to.put(TUNNEL_LOCAL, given, TUNNEL_REMOTE, bytes);
    return to.array();
  }

  /** {@code tun_flags} of the tunnel that a program with such flags asks for. */
  private static int tunnelFlags(long flags) {
    return NO_CACHE
        | ((flags & DONT_FRAGMENT) != 0 ? WITHOUT_FRAGMENTS : 0)
        | ((flags & ZERO_CSUM) != 0 ? 0 : WITH_CSUM)
        | ((flags & SEQUENCE) != 0 ? WITH_SEQUENCE : 0)
        | ((flags & NO_KEY) != 0 ? 0 : WITH_KEY);
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3];
  }

  private static long get(HelperEnv env, long skb, long key, int size, long flags) {
    int noted = env.memory().getInt(skb + SkBuff.TUNNEL_FLAGS);
    if ((noted & PRESENT) == 0 || (flags & ~GET_FLAGS) != 0) {
      return refused(env, key, size, Errno.EINVAL);
    }
    if ((noted >>> FAMILY_SHIFT & IPV6) != (flags & IPV6)) {
      return refused(env, key, size, Errno.EPROTO);
    }
    if (size != KEY_BYTES && !OLDER_SIZES.contains(size)) {
      return refused(env, key, size, Errno.EINVAL);
    }
    byte[] seen = env.memory().read(skb + SkBuff.TUNNEL_KEY, KEY_BYTES);
    if ((flags & GET_TUNNEL_FLAGS) != 0) {
      seen[TUNNEL_EXT] = (byte) (noted >>> NOTED_SHIFT + Byte.SIZE); // in network order
      seen[TUNNEL_EXT + 1] = (byte) (noted >>> NOTED_SHIFT);
    }
    env.memory().write(key, Arrays.copyOf(seen, size));
    return 0;
  }

  private static long refused(HelperEnv env, long key, int size, Errno errno) {
    env.memory().fill(key, size, 0);
    return errno.negative();
  }
}
