package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.ReferenceInterpreter;
import dev.hugetext.bpf.interp.Result;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.KernelAbi.NetDevice;
import dev.hugetext.bpf.proto.KernelAbi.SharedInfo;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.bpf.proto.KernelAbi.SkbCb;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.bpf.proto.KernelAbi.XdpRxqInfo;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs rewritten programs in the reference interpreter over memory that holds exactly what they may
 * touch: an accepted program never faults there, whatever stack, packet, maps and helpers hold.
 */
final class Sandbox {
  /** More than any program may take, which processes at most a million instructions. */
  private static final long FUEL = 4_000_000;

  private static final int SHARED_INFO_BYTES = 64;

  private final GuardedMemory memory = new GuardedMemory();
  private final SplittableRandom random;

  Sandbox(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Runs once; the packet has up to 200 random bytes. */
  Result run(RewrittenProgram program, ProgramType type, List<MapDef> maps) {
    long stack = memory.add(bytes(ReferenceInterpreter.STACK_BYTES), true);
    SandboxHelpers helpers = new SandboxHelpers(memory, maps, random);
    int length = random.nextInt(200);
    long packet = memory.add(bytes(Math.max(1, length)), true);
    long context = type == ProgramType.XDP ? xdp(packet, length) : skb(packet, length);
    long top = stack + ReferenceInterpreter.STACK_BYTES;
    return new ReferenceInterpreter(memory, helpers, top).run(program, context, FUEL);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private void pointer(long at, long to) {
    memory.put(at, MemSize.DW, to);
  }

  private long xdp(long packet, int length) {
    long device = memory.add(bytes(NetDevice.SIZE), false);
    long queue = memory.add(bytes(XdpRxqInfo.SIZE), true);
    pointer(queue + XdpRxqInfo.DEV, device);
    long buff = memory.add(bytes(XdpBuff.SIZE), true);
    pointer(buff + XdpBuff.DATA, packet);
    pointer(buff + XdpBuff.DATA_END, packet + length);
    pointer(buff + XdpBuff.DATA_META, packet);
    pointer(buff + XdpBuff.RXQ, queue);
    return buff;
  }

  private long skb(long packet, int length) {
    long device = memory.add(bytes(NetDevice.SIZE), false);
    long head = memory.add(bytes(SHARED_INFO_BYTES + SharedInfo.HWTSTAMP), false);
    long skb = memory.add(bytes(SkBuff.SIZE), true);
    pointer(skb + SkBuff.DEV, device);
    pointer(skb + SkBuff.HEAD, head);
    memory.put(skb + SkBuff.END, MemSize.W, 0);
    pointer(skb + SkBuff.DATA, packet);
    pointer(skb + SkbCb.DATA_END, packet + length);
    pointer(skb + SkbCb.DATA_META, packet);
    return skb;
  }
}
