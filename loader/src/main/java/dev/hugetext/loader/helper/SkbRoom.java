package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import java.util.Map;

/** Helpers that make packets longer or shorter, at their ends or behind a header. */
final class SkbRoom {
  private static final long U32 = 0xffff_ffffL;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  /** {@code SKB_MAX_ALLOC}: what fits into four pages with the shared info. */
  private static final long MAX_LENGTH = (4096L << 2) - 320;

  private SkbRoom() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.SKB_CHANGE_TAIL,
        (env, skb, length, flags, _, _) -> changeTail(new Skb(env, skb), length & U32, flags));
    bodies.put(
        HelperTable.SKB_CHANGE_HEAD,
        (env, skb, room, flags, _, _) -> changeHead(new Skb(env, skb), (int) room, flags));
    bodies.put(
        HelperTable.SKB_CHANGE_PROTO,
        (env, skb, protocol, flags, _, _) ->
            changeProtocol(new Skb(env, skb), (short) protocol, flags));
    bodies.put(
        HelperTable.SKB_ADJUST_ROOM,
        (env, skb, difference, mode, flags, _) ->
            new RoomAdjustment(new Skb(env, skb), (int) difference, mode & U32, flags).apply());
  }

  static boolean exceedsLimit(long length) {
    return length > MAX_LENGTH;
  }

  private static long changeTail(Skb skb, long length, long flags) {
    if (flags != 0 || exceedsLimit(length) || length < minimum(skb)) {
      return Errno.EINVAL.negative();
    }
    if (!skb.setLength(length)) {
      return Errno.ENOMEM.negative();
    }
    if (skb.isGso()) {
      skb.resetGso();
    }
    return 0;
  }

  /** What must stay: the headers that the kernel knows of. */
  private static long minimum(Skb skb) {
    return Math.max(Math.max(skb.networkOffset(), skb.transportOffset()), 0);
  }

  private static long changeHead(Skb skb, int room, long flags) {
    long length = skb.length() + room;
    if (flags != 0 || room < 0 || !skb.isGso() && exceedsLimit(length)) {
      return Errno.EINVAL.negative();
    }
    if (!skb.push(room)) {
      return Errno.ENOMEM.negative();
    }
    skb.memory().fill(skb.data(), room, 0);
    skb.resetMacHeader();
    return 0;
  }

  /** From IPv4 to IPv6 or back: room for the other header, which the program fills. */
  private static long changeProtocol(Skb skb, short protocol, long flags) {
    if (flags != 0) {
      return Errno.EINVAL.negative();
    }
    int difference = IPV6_HEADER - IPV4_HEADER;
    boolean done;
    if (skb.protocol() == Skb.ETH_P_IP && protocol == Skb.ETH_P_IPV6) {
      done = insert(skb, skb.macHeaderLength(), difference);
    } else if (skb.protocol() == Skb.ETH_P_IPV6 && protocol == Skb.ETH_P_IP) {
      done = remove(skb, skb.macHeaderLength(), difference);
    } else {
      return Errno.ENOTSUPP.negative();
    }
    if (!done) {
      return Errno.ENOMEM.negative();
    }
    skb.setProtocol(protocol);
    skb.clearHash();
    return 0;
  }

  /** Puts zeros behind the first {@code offset} bytes; false without memory. */
  static boolean insert(Skb skb, int offset, int bytes) {
    if (!skb.push(bytes)) {
      return false;
    }
    long data = skb.data();
    skb.memory().write(data, skb.memory().read(data + bytes, offset));
    skb.memory().fill(data + offset, bytes, 0);
    skb.shiftHeaders(-bytes);
    return true;
  }

  /** Takes bytes out behind the first {@code offset}; false if there are not so many. */
  static boolean remove(Skb skb, int offset, int bytes) {
    if (!skb.contains(offset, bytes)) {
      return false;
    }
    long data = skb.data();
    skb.memory().write(data + bytes, skb.memory().read(data, offset));
    skb.pull(bytes);
    skb.shiftHeaders(bytes);
    return true;
  }
}
