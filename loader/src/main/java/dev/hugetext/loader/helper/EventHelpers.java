package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.PerfEventArray;
import dev.hugetext.loader.map.RingBuffer;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;

/** What programs send to user space: records of ring buffers, and perf events. */
final class EventHelpers {
  private static final long INDEX_MASK = 0xffff_ffffL;

  /** How much of a packet goes behind an event's data: 20 bits of the flags. */
  private static final int PACKET_SHIFT = 32;

  private static final long PACKET_MASK = 0xfffffL << PACKET_SHIFT;

  private EventHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(HelperTable.PERF_EVENT_OUTPUT, EventHelpers::perfEventOutput);
    bodies.put(
        HelperTable.RINGBUF_RESERVE,
        (env, map, size, flags, _, _) -> ring(env, map).reserve(size, flags));
    bodies.put(
        HelperTable.RINGBUF_SUBMIT,
        (env, sample, _, _, _, _) -> {
          ringOf(env, sample).submit(sample);
          return 0;
        });
    bodies.put(
        HelperTable.RINGBUF_DISCARD,
        (env, sample, _, _, _, _) -> {
          ringOf(env, sample).discard(sample);
          return 0;
        });
    bodies.put(
        HelperTable.RINGBUF_OUTPUT,
        (env, map, data, size, flags, _) ->
            ring(env, map).output(env.memory().read(data, (int) size), flags));
    bodies.put(
        HelperTable.RINGBUF_QUERY, (env, map, question, _, _, _) -> ring(env, map).query(question));
  }

  private static RingBuffer ring(HelperEnv env, long map) {
    if (env.map(map) instanceof RingBuffer ring) {
      return ring;
    }
    throw new HelperFault("the map at 0x%x is no ring buffer".formatted(map));
  }

  private static RingBuffer ringOf(HelperEnv env, long sample) {
    return ring(env, RingBuffer.mapOf(env.memory(), sample));
  }

  private static long perfEventOutput(
      HelperEnv env, long context, long map, long flags, long data, long size) {
    boolean packet = hasPacket(env.programType());
    if ((flags & ~(packet ? PACKET_MASK | INDEX_MASK : INDEX_MASK)) != 0) {
      return Errno.EINVAL.negative();
    }
    long appended = (flags & PACKET_MASK) >>> PACKET_SHIFT;
    long start = 0;
    if (appended > 0) {
      Packet of = packet(env, context);
      if (appended > of.length()) {
        return Errno.EFAULT.negative();
      }
      start = of.data();
    }
    if (!(env.map(map) instanceof PerfEventArray events)) {
      throw new HelperFault("the map at 0x%x takes no events".formatted(map));
    }
    byte[] bytes = new byte[(int) (size + appended)];
    env.memory().read(data, bytes, 0, (int) size);
    env.memory().read(start, bytes, (int) size, (int) appended);
    return events.output(env.cpu(), flags & INDEX_MASK, bytes);
  }

  private static boolean hasPacket(ProgramType type) {
    return switch (type) {
      case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> true;
      default -> false;
    };
  }

  /** The bytes of a packet that are in one piece. */
  private record Packet(long data, long length) {}

  private static Packet packet(HelperEnv env, long context) {
    if (env.programType() != ProgramType.XDP) {
      var skb = new Skb(env, context);
      return new Packet(skb.data(), skb.length());
    }
    GuestMemory memory = env.memory();
    long data = memory.getLong(context + XdpBuff.DATA);
    return new Packet(data, memory.getLong(context + XdpBuff.DATA_END) - data);
  }
}
