package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;

/** Helpers on a packet as {@code struct sk_buff} has it. */
final class SkbHelpers {
  private static final long U32 = 0xffff_ffffL;

  private SkbHelpers() {}

  /**
   * {@code bpf_skb_pull_data}: makes the first bytes of a packet linear and its own. Here every
   * packet is both already, so it only fails for more than there is.
   */
  static long pullData(HelperEnv env, long skb, long length) {
    long present = env.memory().getInt(skb + KernelAbi.SkBuff.LEN) & U32;
    return (length & U32) > present ? Errno.ENOMEM.negative() : 0;
  }
}
