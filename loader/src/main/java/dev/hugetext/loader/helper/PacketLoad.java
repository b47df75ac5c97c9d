package dev.hugetext.loader.helper;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;

/**
 * What legacy packet loads call: a big-endian number at an offset of the packet. Negative offsets
 * count from the network header or the link-layer header (SKF_NET_OFF, SKF_LL_OFF).
 */
final class PacketLoad {
  private static final int FROM_NETWORK_HEADER = -0x10_0000;
  private static final int FROM_LINK_HEADER = -0x20_0000;

  private PacketLoad() {}

  /** The number, or a negative errno: it has at most 32 bits, so the two cannot be confused. */
  static long load(HelperEnv env, long skb, int offset, MemSize size) {
    long data = env.memory().getLong(skb + SkBuff.DATA);
    long end = data + Integer.toUnsignedLong(env.memory().getInt(skb + SkBuff.LEN));
    long address = address(env, skb, offset, data);
    if (address == 0 || address + size.bytes() > end) {
      return Errno.EFAULT.negative();
    }
    long value = 0;
    for (byte b : env.memory().read(address, size.bytes())) {
      value = value << 8 | Byte.toUnsignedLong(b);
    }
    return value;
  }

  private static long address(HelperEnv env, long skb, int offset, long data) {
    if (offset >= 0) {
      return data + offset;
    }
    long head = env.memory().getLong(skb + SkBuff.HEAD);
    if (offset >= FROM_NETWORK_HEADER) {
      return head + header(env, skb + SkBuff.NETWORK_HEADER) + offset - FROM_NETWORK_HEADER;
    }
    return offset >= FROM_LINK_HEADER
        ? head + header(env, skb + SkBuff.MAC_HEADER) + offset - FROM_LINK_HEADER
        : 0;
  }

  private static int header(HelperEnv env, long field) {
    return Short.toUnsignedInt(env.memory().getShort(field));
  }
}
