package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.bpf.proto.ProgramType;

/** {@code bpf_check_mtu}: whether a packet fits the loopback device, the only one there is. */
final class MtuCheck {
  private static final long MTU = 65536;
  private static final long LINK_HEADER = 14;
  private static final long SEGMENTS = 1;
  private static final long FITS = 0;
  private static final long FRAGMENTATION_NEEDED = 1;

  private final HelperEnv env;
  private final long context;
  private final long length;

  /**
   * A check.
   *
   * @param length where the length to be checked stands, 0 for the packet's, and the MTU goes
   */
  MtuCheck(HelperEnv env, long context, long length) {
    this.env = env;
    this.context = context;
    this.length = length;
  }

  /** 0 or 1, or a negative errno. */
  long check(long device, int difference, long flags) {
    boolean skb = env.programType() != ProgramType.XDP;
    long given = Integer.toUnsignedLong(env.memory().getInt(length));
    boolean segments = (flags & SEGMENTS) != 0;
    if ((flags & ~(skb ? SEGMENTS : 0)) != 0 || segments && (difference != 0 || given != 0)) {
      return Errno.EINVAL.negative();
    }
    if (device != 0 && device != RedirectHelpers.LOOPBACK) {
      return Errno.ENODEV.negative();
    }
    // the kernel reckons in 32 bits with sign: absurd lengths fit
    int packet = (int) (given != 0 ? given + LINK_HEADER : packetLength(skb)) + difference;
    boolean fits = packet <= MTU + LINK_HEADER;
    env.memory().putInt(length, (int) MTU);
    return fits ? FITS : FRAGMENTATION_NEEDED;
  }

  private long packetLength(boolean skb) {
    return skb
        ? new Skb(env, context).length()
        : env.memory().getLong(context + XdpBuff.DATA_END)
            - env.memory().getLong(context + XdpBuff.DATA);
  }
}
