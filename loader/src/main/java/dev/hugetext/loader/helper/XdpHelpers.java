package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;

/** Helpers on a packet as {@code struct xdp_buff} has it. */
final class XdpHelpers {
  private static final long U32 = 0xffff_ffffL;
  private static final int FRAME_HEADER = 40; // struct xdp_frame
  private static final int TAIL_ROOM = 320; // struct skb_shared_info, in whole cache lines
  private static final int ETHERNET_HEADER = 14;
  private static final long MAX_METADATA = 252;
  private static final long MAX_ACCESS = 0xffff;

  private XdpHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.XDP_ADJUST_HEAD,
        (env, xdp, bytes, _, _, _) -> adjustHead(env.memory(), xdp, (int) bytes));
    bodies.put(
        HelperTable.XDP_ADJUST_TAIL,
        (env, xdp, bytes, _, _, _) -> adjustTail(env.memory(), xdp, (int) bytes));
    bodies.put(
        HelperTable.XDP_ADJUST_META,
        (env, xdp, bytes, _, _, _) -> adjustMeta(env.memory(), xdp, (int) bytes));
    bodies.put(HelperTable.XDP_GET_BUFF_LEN, (env, xdp, _, _, _, _) -> length(env.memory(), xdp));
    bodies.put(
        HelperTable.XDP_LOAD_BYTES,
        (env, xdp, offset, to, bytes, _) -> {
          long refused = refusal(env.memory(), xdp, offset & U32, bytes & U32);
          if (refused == 0) {
            copy(env.memory(), data(env.memory(), xdp) + (offset & U32), to, bytes & U32);
          }
          return refused;
        });
    bodies.put(
        HelperTable.XDP_STORE_BYTES,
        (env, xdp, offset, from, bytes, _) -> {
          long refused = refusal(env.memory(), xdp, offset & U32, bytes & U32);
          if (refused == 0) {
            copy(env.memory(), from, data(env.memory(), xdp) + (offset & U32), bytes & U32);
          }
          return refused;
        });
  }

  private static long data(GuestMemory memory, long xdp) {
    return memory.getLong(xdp + XdpBuff.DATA);
  }

  private static long dataEnd(GuestMemory memory, long xdp) {
    return memory.getLong(xdp + XdpBuff.DATA_END);
  }

  private static long dataMeta(GuestMemory memory, long xdp) {
    return memory.getLong(xdp + XdpBuff.DATA_META);
  }

  private static long start(GuestMemory memory, long xdp) {
    return memory.getLong(xdp + XdpBuff.DATA_HARD_START);
  }

  private static long length(GuestMemory memory, long xdp) {
    return dataEnd(memory, xdp) - data(memory, xdp);
  }

  private static void copy(GuestMemory memory, long from, long to, long bytes) {
    memory.write(to, memory.read(from, (int) bytes));
  }

  private static long refusal(GuestMemory memory, long xdp, long offset, long bytes) {
    if (offset > MAX_ACCESS || bytes > MAX_ACCESS) {
      return Errno.EFAULT.negative();
    }
    return offset + bytes > length(memory, xdp) ? Errno.EINVAL.negative() : 0;
  }

  private static long adjustHead(GuestMemory memory, long xdp, int bytes) {
    long meta = dataMeta(memory, xdp);
    long metadata = data(memory, xdp) - meta;
    long data = data(memory, xdp) + bytes;
    long least = start(memory, xdp) + FRAME_HEADER + metadata;
    if (data < least || data > dataEnd(memory, xdp) - ETHERNET_HEADER) {
      return Errno.EINVAL.negative();
    }
    if (metadata > 0) {
      copy(memory, meta, meta + bytes, metadata);
    }
    memory.putLong(xdp + XdpBuff.DATA_META, meta + bytes);
    memory.putLong(xdp + XdpBuff.DATA, data);
    return 0;
  }

  private static long adjustMeta(GuestMemory memory, long xdp, int bytes) {
    long meta = dataMeta(memory, xdp) + bytes;
    long metadata = data(memory, xdp) - meta;
    if (meta < start(memory, xdp) + FRAME_HEADER || metadata < 0) {
      return Errno.EINVAL.negative();
    }
    if (metadata % Integer.BYTES != 0 || metadata > MAX_METADATA) {
      return Errno.EACCES.negative();
    }
    memory.putLong(xdp + XdpBuff.DATA_META, meta);
    return 0;
  }

  private static long adjustTail(GuestMemory memory, long xdp, int bytes) {
    long end = dataEnd(memory, xdp) + bytes;
    long frame = Integer.toUnsignedLong(memory.getInt(xdp + XdpBuff.FRAME_SIZE));
    boolean tooFar = end > start(memory, xdp) + frame - TAIL_ROOM;
    if (tooFar || end < data(memory, xdp) + ETHERNET_HEADER) {
      return Errno.EINVAL.negative();
    }
    if (bytes > 0) {
      memory.fill(dataEnd(memory, xdp), bytes, 0);
    }
    memory.putLong(xdp + XdpBuff.DATA_END, end);
    return 0;
  }
}
