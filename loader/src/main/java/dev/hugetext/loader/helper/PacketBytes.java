package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import java.util.Map;

/** Bytes of a packet, copied to and fro. */
final class PacketBytes {
  private static final long U32 = 0xffff_ffffL;
  private static final long RECOMPUTE_CSUM = 1;
  private static final long INVALIDATE_HASH = 2;
  private static final int MAX_RELATIVE_OFFSET = 0xffff;
  private static final long FROM_MAC_HEADER = 0;
  private static final long FROM_NETWORK_HEADER = 1;

  private PacketBytes() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.SKB_LOAD_BYTES,
        (env, skb, offset, to, length, _) ->
            load(new Skb(env, skb), offset & U32, to, length & U32));
    bodies.put(
        HelperTable.SKB_LOAD_BYTES_RELATIVE,
        (env, skb, offset, to, length, from) ->
            loadRelative(new Skb(env, skb), offset & U32, to, length & U32, from & U32));
    bodies.put(
        HelperTable.SKB_STORE_BYTES,
        (env, skb, offset, from, length, flags) ->
            store(new Skb(env, skb), offset & U32, from, length & U32, flags));
    bodies.put(
        HelperTable.SKB_PULL_DATA,
        (env, skb, length, _, _, _) -> pull(new Skb(env, skb), length & U32));
  }

  private static long load(Skb skb, long offset, long to, long length) {
    return offset > Integer.MAX_VALUE || !skb.contains(offset, length)
        ? cleared(skb, to, length)
        : copied(skb, skb.data() + offset, to, length);
  }

  private static long loadRelative(Skb skb, long offset, long to, long length, long from) {
    long start = skb.networkHeader();
    if (from == FROM_MAC_HEADER) {
      start = skb.macHeader();
    } else if (from != FROM_NETWORK_HEADER) {
      return cleared(skb, to, length);
    }
    return offset > MAX_RELATIVE_OFFSET || start + offset + length > skb.end()
        ? cleared(skb, to, length)
        : copied(skb, start + offset, to, length);
  }

  private static long copied(Skb skb, long from, long to, long length) {
    skb.memory().write(to, skb.memory().read(from, (int) length));
    return 0;
  }

  private static long cleared(Skb skb, long to, long length) {
    skb.memory().fill(to, length, 0);
    return Errno.EFAULT.negative();
  }

  /** Checksums that devices computed are not emulated, so there is none to recompute. */
  private static long store(Skb skb, long offset, long from, long length, long flags) {
    if ((flags & ~(RECOMPUTE_CSUM | INVALIDATE_HASH)) != 0) {
      return Errno.EINVAL.negative();
    }
    if (offset > Integer.MAX_VALUE || !skb.contains(offset, length)) {
      return Errno.EFAULT.negative();
    }
    skb.memory().write(skb.data() + offset, skb.memory().read(from, (int) length));
    if ((flags & INVALIDATE_HASH) != 0) {
      skb.clearHash();
    }
    return 0;
  }

  /**
   * {@code bpf_skb_pull_data}: makes the first bytes of a packet linear and its own. Here every
   * packet is both already, so it only fails for more than there is.
   */
  private static long pull(Skb skb, long length) {
    return length > skb.length() ? Errno.ENOMEM.negative() : 0;
  }
}
