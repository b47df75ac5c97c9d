package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi.FlowDissector;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;

/** A frame before a flow dissector, and {@code struct bpf_flow_keys} that it fills. */
final class FlowTestContext implements TestContext {
  private static final int MAX_BYTES = 4096;

  /** {@code struct bpf_flow_keys}: offsets of its fields, and its size. */
  private static final int NHOFF = 0;

  private static final int THOFF = 2;
  private static final int N_PROTO = 10;
  private static final int FLAGS = 48;
  private static final int SIZE = 56;

  private static final int ETHERNET_TYPE = 12;

  private final KernelHeap heap;
  private final byte[] packet;
  private final UserContext user;
  private final long page;
  private final long context;
  private final long keys;

  private FlowTestContext(KernelHeap heap, byte[] packet, UserContext user) {
    this.heap = heap;
    this.packet = packet;
    this.user = user;
    page = heap.allocate(MAX_BYTES);
    context = heap.allocate(FlowDissector.SIZE);
    keys = heap.allocate(SIZE);
  }

  static ContextOutcome prepare(TestInput input, KernelHeap heap) {
    byte[] packet = input.data();
    if (packet.length < TestContexts.ETH_HLEN || packet.length > MAX_BYTES) {
      return TestContexts.invalid(
          "a packet has %d to %d bytes, not %d"
              .formatted(TestContexts.ETH_HLEN, MAX_BYTES, packet.length));
    }
    byte[] given = input.context().orElse(new byte[0]);
    if (UserContext.overflows(given, SIZE)) {
      return new ContextOutcome.Refused(
          Errno.E2BIG, "the context is larger than struct bpf_flow_keys, %d bytes".formatted(SIZE));
    }
    byte[] others = Arrays.copyOf(given, SIZE);
    Arrays.fill(others, FLAGS, FLAGS + Integer.BYTES, (byte) 0);
    if (UserContext.overflows(others, 0)) {
      return TestContexts.invalid("only flags of the flow keys can be set");
    }
    var made = new FlowTestContext(heap, packet, new UserContext(given, SIZE));
    if (made.page == 0 || made.context == 0 || made.keys == 0) {
      made.free();
      return new ContextOutcome.Refused(Errno.ENOMEM, "no memory for the packet");
    }
    made.reset();
    return new ContextOutcome.Ready(made);
  }

  @Override
  public long address() {
    return context;
  }

  @Override
  public void reset() {
    GuestMemory memory = heap.memory();
    memory.write(page, packet);
    memory.putLong(context + FlowDissector.FLOW_KEYS, keys);
    memory.putLong(context + FlowDissector.DATA, page);
    memory.putLong(context + FlowDissector.DATA_END, page + packet.length);
    memory.fill(keys, SIZE, 0);
    memory.putShort(keys + NHOFF, (short) TestContexts.ETH_HLEN);
    memory.putShort(keys + THOFF, (short) TestContexts.ETH_HLEN);
    memory.write(keys + N_PROTO, packet, ETHERNET_TYPE, Short.BYTES);
    memory.putInt(keys + FLAGS, user.word(FLAGS));
  }

  /** The flow keys, with offsets that do not point out of the packet or before its header. */
  @Override
  public byte[] dataOut() {
    var out = new UserContext(heap.memory().read(keys, SIZE), SIZE);
    int network = clamp(out.half(NHOFF), TestContexts.ETH_HLEN, packet.length);
    out.setHalf(NHOFF, network);
    out.setHalf(THOFF, clamp(out.half(THOFF), network, packet.length));
    return out.toBytes();
  }

  private static int clamp(int value, int least, int most) {
    return Math.min(Math.max(value, least), most);
  }

  @Override
  public byte[] contextOut() {
    return user.toBytes();
  }

  @Override
  public void free() {
    for (long block : new long[] {page, context, keys}) {
      if (block != 0) {
        heap.free(block);
      }
    }
  }
}
