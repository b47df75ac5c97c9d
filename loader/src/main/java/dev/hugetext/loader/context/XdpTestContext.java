package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code struct xdp_buff} over one page: headroom, metadata, packet. What does not fit into the
 * page is a fragment, which programs do not reach directly.
 */
final class XdpTestContext implements TestContext {
  private static final int PAGE = 4096;
  private static final int HEADROOM = 256; // XDP_PACKET_HEADROOM
  private static final int TAILROOM = 320; // struct skb_shared_info, in whole cache lines
  private static final int FRAME_HEADER = 40; // struct xdp_frame
  private static final int MAX_LINEAR = PAGE - HEADROOM - TAILROOM;

  /** {@code struct xdp_md}: offsets of its fields, and its size. */
  private static final int MD_DATA = 0;

  private static final int MD_DATA_END = 4;
  private static final int MD_DATA_META = 8;
  private static final int MD_INGRESS_IFINDEX = 12;
  private static final int MD_RX_QUEUE_INDEX = 16;
  private static final int MD_EGRESS_IFINDEX = 20;
  private static final int MD_SIZE = 24;

  private final KernelHeap heap;
  private final byte[] input;
  private final UserContext user;
  private final int metadata;
  private final int linear;
  private final long page;
  private final long xdp;
  private final long rxq;
  private final long device;

  private XdpTestContext(KernelHeap heap, byte[] input, UserContext user, int linear) {
    this.heap = heap;
    this.input = input;
    this.user = user;
    this.metadata = user.word(MD_DATA);
    this.linear = linear;
    page = heap.allocate(PAGE);
    xdp = heap.allocate(KernelAbi.XdpBuff.SIZE);
    rxq = heap.allocate(KernelAbi.XdpRxqInfo.SIZE);
    device = Loopback.create(heap);
  }

  static ContextOutcome prepare(TestInput input, KernelHeap heap) {
    byte[] data = input.data();
    byte[] given = input.context().orElse(new byte[0]);
    var user = new UserContext(given, MD_SIZE);
    Optional<ContextOutcome.Refused> refusal = refusal(data.length, given, user);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    long wanted = input.hasContext() ? user.unsigned(MD_DATA_END) : data.length;
    int linear = (int) Math.min(wanted, MAX_LINEAR + user.word(MD_DATA));
    var context = new XdpTestContext(heap, data, user, linear);
    if (!context.complete()) {
      context.free();
      return new ContextOutcome.Refused(Errno.ENOMEM, "no memory for the packet");
    }
    context.reset();
    return new ContextOutcome.Ready(context);
  }

  private static Optional<ContextOutcome.Refused> refusal(
      int size, byte[] given, UserContext user) {
    long meta = user.unsigned(MD_DATA);
    long end = user.unsigned(MD_DATA_END);
    if (UserContext.overflows(given, MD_SIZE)) {
      return Optional.of(
          new ContextOutcome.Refused(
              Errno.E2BIG,
              "the context is larger than struct xdp_md, %d bytes".formatted(MD_SIZE)));
    }
    if (user.word(MD_DATA_META) != 0 || user.word(MD_EGRESS_IFINDEX) != 0) {
      return Optional.of(
          TestContexts.invalid("data_meta and egress_ifindex of the context must be 0"));
    }
    if (meta > end && given.length != 0 || end > size) {
      return Optional.of(
          TestContexts.invalid(
              "the context needs data <= data_end <= %d, not data=%d data_end=%d"
                  .formatted(size, meta, end)));
    }
    if (meta % 4 != 0 || meta > HEADROOM - FRAME_HEADER) {
      return Optional.of(
          TestContexts.invalid(
              "metadata is a multiple of 4 up to %d bytes, not %d"
                  .formatted(HEADROOM - FRAME_HEADER, meta)));
    }
    if (size - meta < TestContexts.ETH_HLEN) {
      return Optional.of(
          TestContexts.invalid(
              "a packet has at least %d bytes, not %d"
                  .formatted(TestContexts.ETH_HLEN, size - meta)));
    }
    return deviceRefusal(user);
  }

  private static Optional<ContextOutcome.Refused> deviceRefusal(UserContext user) {
    int ifindex = user.word(MD_INGRESS_IFINDEX);
    if (!Loopback.exists(ifindex)) {
      return Optional.of(
          new ContextOutcome.Refused(Errno.ENODEV, "no device has index " + ifindex));
    }
    return user.word(MD_RX_QUEUE_INDEX) == 0
        ? Optional.empty()
        : Optional.of(TestContexts.invalid("the device has one receive queue, number 0"));
  }

  private boolean complete() {
    return page != 0 && xdp != 0 && rxq != 0 && device != 0;
  }

  @Override
  public long address() {
    return xdp;
  }

  @Override
  public void reset() {
    GuestMemory memory = heap.memory();
    memory.fill(page, PAGE, 0);
    long meta = page + HEADROOM - metadata;
    memory.write(meta, input, 0, linear);
    memory.putLong(xdp + KernelAbi.XdpBuff.DATA_HARD_START, page);
    memory.putLong(xdp + KernelAbi.XdpBuff.DATA_META, meta);
    memory.putLong(xdp + KernelAbi.XdpBuff.DATA, page + HEADROOM);
    memory.putLong(xdp + KernelAbi.XdpBuff.DATA_END, meta + linear);
    memory.putInt(xdp + KernelAbi.XdpBuff.FRAME_SIZE, PAGE);
    memory.putLong(xdp + KernelAbi.XdpBuff.RXQ, rxq);
    memory.putLong(rxq + KernelAbi.XdpRxqInfo.DEV, device);
  }

  @Override
  public byte[] dataOut() {
    GuestMemory memory = heap.memory();
    long from = memory.getLong(xdp + KernelAbi.XdpBuff.DATA_META);
    long to = memory.getLong(xdp + KernelAbi.XdpBuff.DATA_END);
    int reached = (int) (to - from);
    byte[] out = Arrays.copyOf(memory.read(from, reached), reached + input.length - linear);
    System.arraycopy(input, linear, out, reached, input.length - linear);
    return out;
  }

  @Override
  public byte[] contextOut() {
    GuestMemory memory = heap.memory();
    long meta = memory.getLong(xdp + KernelAbi.XdpBuff.DATA_META);
    var out = new UserContext(user.toBytes(), MD_SIZE);
    out.setWord(MD_DATA, (int) (memory.getLong(xdp + KernelAbi.XdpBuff.DATA) - meta));
    out.setWord(MD_DATA_END, (int) (memory.getLong(xdp + KernelAbi.XdpBuff.DATA_END) - meta));
    return out.toBytes();
  }

  @Override
  public void free() {
    for (long block : new long[] {page, xdp, rxq, device}) {
      if (block != 0) {
        heap.free(block);
      }
    }
  }
}
