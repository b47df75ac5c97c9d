package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import java.util.Map;

/** Checksums of packets, kept right while a program changes what they cover. */
final class ChecksumHelpers {
  private static final int MAX_OFFSET = 0xffff;

  /** Flags of both replacing helpers: how many bytes changed. */
  private static final long SIZE_MASK = 0xf;

  private static final long PSEUDO_HEADER = 1 << 4;
  private static final long MARK_MANGLED_0 = 1 << 5;
  private static final long MARK_ENFORCE = 1 << 6;
  private static final long IPV6 = 1 << 7;
  private static final long L4_FLAGS =
      SIZE_MASK | PSEUDO_HEADER | MARK_MANGLED_0 | MARK_ENFORCE | IPV6;

  /** What a checksum of 0 is written as, where 0 means none. */
  private static final int MANGLED_0 = 0xffff;

  private static final int LEVEL_QUERY = 0;
  private static final int LEVEL_LAST = 3;

  private ChecksumHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.CSUM_DIFF,
        (env, from, fromSize, to, toSize, seed) ->
            Checksum.diff(env.memory(), from, fromSize, to, toSize, seed));
    bodies.put(
        HelperTable.L3_CSUM_REPLACE,
        (env, skb, offset, from, to, flags) ->
            l3Replace(new Skb(env, skb), offset, from, to, flags));
    bodies.put(
        HelperTable.L4_CSUM_REPLACE,
        (env, skb, offset, from, to, flags) ->
            l4Replace(new Skb(env, skb), offset, from, to, flags));
    // no packet comes from a device that summed it up
    bodies.put(HelperTable.CSUM_UPDATE, (_, _, _, _, _, _) -> Errno.ENOTSUPP.negative());
    bodies.put(HelperTable.CSUM_LEVEL, (_, _, level, _, _, _) -> level(level));
  }

  private static long l3Replace(Skb skb, long offset, long from, long to, long flags) {
    if ((flags & ~SIZE_MASK) != 0) {
      return Errno.EINVAL.negative();
    }
    return outside(skb, offset) ? Errno.EFAULT.negative() : replace(skb, offset, from, to, flags);
  }

  private static long l4Replace(Skb skb, long offset, long from, long to, long flags) {
    if ((flags & ~L4_FLAGS) != 0) {
      return Errno.EINVAL.negative();
    }
    if (outside(skb, offset)) {
      return Errno.EFAULT.negative();
    }
    boolean mangle = (flags & MARK_MANGLED_0) != 0;
    long at = skb.data() + offset(offset);
    if (mangle && (flags & MARK_ENFORCE) == 0 && skb.memory().getShort(at) == 0) {
      return 0;
    }
    long result = replace(skb, offset, from, to, flags);
    if (result == 0 && mangle && skb.memory().getShort(at) == 0) {
      skb.memory().putShort(at, (short) MANGLED_0);
    }
    return result;
  }

  private static long offset(long argument) {
    return argument & 0xffff_ffffL;
  }

  private static boolean outside(Skb skb, long argument) {
    long offset = offset(argument);
    return offset > MAX_OFFSET || offset % 2 != 0 || !skb.contains(offset, Short.BYTES);
  }

  private static long replace(Skb skb, long offset, long from, long to, long flags) {
    long at = skb.data() + offset(offset);
    int old = Short.toUnsignedInt(skb.memory().getShort(at));
    int sum;
    switch ((int) (flags & SIZE_MASK)) {
      case 0 -> {
        if (from != 0) {
          return Errno.EINVAL.negative();
        }
        sum = Checksum.replacedBy(old, to);
      }
      case 2 ->
          sum =
              (flags & ~SIZE_MASK) == 0
                  ? Checksum.replaced16(old, (int) from & 0xffff, (int) to & 0xffff)
                  : Checksum.replaced(old, from & 0xffff, to & 0xffff);
      case 4 -> sum = Checksum.replaced(old, from, to);
      default -> {
        return Errno.EINVAL.negative();
      }
    }
    skb.memory().putShort(at, (short) sum);
    return 0;
  }

  /** Nothing is known of any checksum, so there is no level to ask for. */
  private static long level(long argument) {
    long level = argument;
    if (level == LEVEL_QUERY) {
      return Errno.EACCES.negative();
    }
    return Long.compareUnsigned(level, LEVEL_LAST) > 0 ? Errno.EINVAL.negative() : 0;
  }
}
