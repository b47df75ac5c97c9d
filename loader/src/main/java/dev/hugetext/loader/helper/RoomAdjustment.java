package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;

/** One call of {@code bpf_skb_adjust_room}. */
final class RoomAdjustment {
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int ETHERNET_HEADER = 14;
  private static final int MAX_DIFFERENCE = 0xfff;

  private static final long MODE_NET = 0;
  private static final long MODE_MAC = 1;

  private static final long FIXED_GSO = 1;
  private static final long ENCAP_IPV4 = 1 << 1;
  private static final long ENCAP_IPV6 = 1 << 2;
  private static final long ENCAP_GRE = 1 << 3;
  private static final long ENCAP_UDP = 1 << 4;
  private static final long NO_CSUM_RESET = 1 << 5;
  private static final long ENCAP_ETHERNET = 1 << 6;
  private static final long DECAP_IPV4 = 1 << 7;
  private static final long DECAP_IPV6 = 1 << 8;
  private static final long ENCAP_L3 = ENCAP_IPV4 | ENCAP_IPV6;
  private static final long DECAP_L3 = DECAP_IPV4 | DECAP_IPV6;
  private static final long SHRINK_FLAGS = FIXED_GSO | DECAP_L3 | NO_CSUM_RESET;
  private static final int L2_LENGTH_SHIFT = 56;
  private static final long L2_LENGTH = 0xffL << L2_LENGTH_SHIFT;
  private static final long KNOWN =
      SHRINK_FLAGS | ENCAP_L3 | ENCAP_GRE | ENCAP_UDP | ENCAP_ETHERNET | L2_LENGTH;

  private final Skb skb;
  private final int difference;
  private final long mode;
  private final long flags;

  RoomAdjustment(Skb skb, int difference, long mode, long flags) {
    this.skb = skb;
    this.difference = difference;
    this.mode = mode;
    this.flags = flags;
  }

  /** 0, or a negative errno and nothing was changed. */
  long apply() {
    if ((flags & ~KNOWN) != 0) {
      return Errno.EINVAL.negative();
    }
    if (difference == Integer.MIN_VALUE || Math.abs(difference) > MAX_DIFFERENCE) {
      return Errno.EFAULT.negative();
    }
    if (!skb.isIp() || mode != MODE_NET && mode != MODE_MAC) {
      return Errno.ENOTSUPP.negative();
    }
    boolean shrink = difference < 0;
    if ((flags & DECAP_L3) != 0 && (!shrink || (flags & DECAP_L3) == DECAP_L3)) {
      return Errno.EINVAL.negative();
    }
    int offset = skb.macHeaderLength() + (mode == MODE_NET ? baseLength() : 0);
    return shrink ? shrink(offset) : grow(offset);
  }

  private int baseLength() {
    return skb.protocol() == Skb.ETH_P_IP ? IPV4_HEADER : IPV6_HEADER;
  }

  /** The least that may be left behind the link layer's header. */
  private int minimum() {
    if ((flags & DECAP_L3) == 0) {
      return baseLength();
    }
    return (flags & DECAP_IPV4) != 0 ? IPV4_HEADER : IPV6_HEADER;
  }

  private long shrink(int offset) {
    long present = skb.length() - skb.networkOffset();
    int bytes = -difference;
    if (bytes >= present || present - bytes < minimum() || skb.isGso()) {
      return Errno.ENOTSUPP.negative();
    }
    if ((flags & ~SHRINK_FLAGS) != 0) {
      return Errno.EINVAL.negative();
    }
    if (!SkbRoom.remove(skb, offset, bytes)) {
      return Errno.ENOMEM.negative();
    }
    if ((flags & DECAP_L3) != 0) {
      skb.setProtocol((flags & DECAP_IPV4) != 0 ? Skb.ETH_P_IP : Skb.ETH_P_IPV6);
    }
    return 0;
  }

  private long grow(int offset) {
    if (SkbRoom.exceedsLimit(skb.length() + difference) || skb.isGso()) {
      return Errno.ENOTSUPP.negative();
    }
    boolean encapsulates = (flags & ENCAP_L3) != 0;
    if (encapsulates && contradictory()) {
      return Errno.EINVAL.negative();
    }
    int link = skb.macHeaderLength();
    if (!SkbRoom.insert(skb, offset, difference)) {
      return Errno.ENOMEM.negative();
    }
    if (encapsulates) {
      skb.setProtocol((flags & ENCAP_IPV4) != 0 ? Skb.ETH_P_IP : Skb.ETH_P_IPV6);
      skb.setTransportOffset(link + baseLength());
    }
    return 0;
  }

  private boolean contradictory() {
    long inner = flags >>> L2_LENGTH_SHIFT;
    return (flags & ENCAP_L3) == ENCAP_L3
        || (flags & (ENCAP_GRE | ENCAP_UDP)) == (ENCAP_GRE | ENCAP_UDP)
        || (flags & ENCAP_ETHERNET) != 0 && inner < ETHERNET_HEADER
        || inner > difference;
  }
}
