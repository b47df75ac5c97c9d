package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import java.util.Map;

/** What the kernel notes about a packet beside its bytes: type, hash, time stamp. */
final class SkbFields {
  /** {@code PACKET_OTHERHOST}: types above are the kernel's own. */
  private static final long LAST_TYPE = 3;

  /** A multiplier whose products spread well over 64 bits: 2^64 by the golden ratio. */
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

  /** How many bytes behind the network header's addresses count: both ports. */
  private static final int PORT_BYTES = 4;

  private static final long CLOCK_REALTIME = 0;
  private static final long CLOCK_TAI = 2;

  private SkbFields() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.SKB_CHANGE_TYPE,
        (env, skb, type, _, _, _) -> changeType(new Skb(env, skb), type & 0xffff_ffffL));
    bodies.put(HelperTable.GET_HASH_RECALC, (env, skb, _, _, _, _) -> hash(new Skb(env, skb)));
    bodies.put(
        HelperTable.SET_HASH_INVALID,
        (env, skb, _, _, _, _) -> {
          new Skb(env, skb).clearHash();
          return 0;
        });
    bodies.put(
        HelperTable.SET_HASH,
        (env, skb, hash, _, _, _) -> {
          new Skb(env, skb).setHash((int) hash, SkBuff.L4_HASH_MASK | SkBuff.SW_HASH_MASK);
          return 0;
        });
    bodies.put(
        HelperTable.SKB_SET_TSTAMP,
        (env, skb, time, kind, _, _) -> setTime(new Skb(env, skb), time, kind & 0xffff_ffffL));
  }

  private static long changeType(Skb skb, long type) {
    long at = skb.address() + SkBuff.PKT_TYPE;
    int old = skb.memory().getByte(at);
    if (type > LAST_TYPE || (old & SkBuff.PKT_TYPE_MASK) > LAST_TYPE) {
      return Errno.EINVAL.negative();
    }
    skb.memory().putByte(at, (byte) (old & ~SkBuff.PKT_TYPE_MASK | (int) type));
    return 0;
  }

  /**
   * The hash that is known, else one of the packet's addresses and ports. The kernel's is keyed
   * with a random number of its boot; this one always is the same. Never 0.
   */
  private static long hash(Skb skb) {
    if (!skb.hasHash()) {
      int hash = flowHash(skb);
      skb.setHash(hash == 0 ? 1 : hash, SkBuff.SW_HASH_MASK);
    }
    return Integer.toUnsignedLong(skb.hash());
  }

  private static int flowHash(Skb skb) {
    long addresses = skb.protocol() == Skb.ETH_P_IPV6 ? 8 : 12;
    long end = skb.protocol() == Skb.ETH_P_IPV6 ? 40 + PORT_BYTES : 20 + PORT_BYTES;
    long hash = Short.toUnsignedLong(skb.protocol());
    for (long at = addresses; at < end && skb.isIp(); at++) {
      if (skb.contains(skb.networkOffset() + at, 1)) {
        hash = (hash ^ skb.memory().getByte(skb.networkHeader() + at)) * SPREAD;
      }
    }
    return (int) (hash * SPREAD >>> 32);
  }

  private static long setTime(Skb skb, long time, long kind) {
    if (!skb.isIp()) {
      return Errno.EOPNOTSUPP.negative();
    }
    if (kind > CLOCK_TAI || kind != CLOCK_REALTIME && time == 0) {
      return Errno.EINVAL.negative();
    }
    skb.memory().putLong(skb.address() + SkBuff.TSTAMP, time);
    long at = skb.address() + SkBuff.TSTAMP_TYPE;
    int others = skb.memory().getByte(at) & ~SkBuff.TSTAMP_TYPE_MASK;
    skb.memory().putByte(at, (byte) (others | (int) kind));
    return 0;
  }
}
