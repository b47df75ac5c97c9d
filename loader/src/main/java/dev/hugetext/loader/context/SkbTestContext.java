package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Optional;

/** {@code struct sk_buff} over one page: head room, packet, and the shared info at the end. */
final class SkbTestContext implements TestContext {
  private static final int PAGE = 4096;
  private static final int HEAD_ROOM = 64; // NET_SKB_PAD
  private static final int SHARED_INFO = 320; // struct skb_shared_info, in whole cache lines
  private static final int NO_HEADER = 0xffff;

  private final KernelHeap heap;
  private final byte[] packet;
  private final UserSkb user;
  private final boolean seesEthernet;
  private final long page;
  private final long skb;
  private final long device;
  private final long sock;

  private SkbTestContext(KernelHeap heap, byte[] packet, UserSkb user, boolean seesEthernet) {
    this.heap = heap;
    this.packet = packet;
    this.user = user;
    this.seesEthernet = seesEthernet;
    page = heap.allocate(PAGE);
    skb = heap.allocate(SkBuff.SIZE_WITH_TUNNEL);
    device = Loopback.create(heap);
    sock = heap.allocate(KernelAbi.Sock.SIZE);
  }

  /**
   * Makes the context.
   *
   * @param seesEthernet whether the program's packet begins with the Ethernet header, or behind it
   */
  static ContextOutcome prepare(TestInput input, boolean seesEthernet, KernelHeap heap) {
    byte[] packet = input.data();
    int most = PAGE - HEAD_ROOM - SHARED_INFO;
    if (packet.length < TestContexts.ETH_HLEN || packet.length > most) {
      return TestContexts.invalid(
          "a packet has %d to %d bytes, not %d"
              .formatted(TestContexts.ETH_HLEN, most, packet.length));
    }
    byte[] given = input.context().orElse(new byte[0]);
    var user = new UserSkb(given);
    int length = packet.length - (seesEthernet ? 0 : TestContexts.ETH_HLEN);
    // in the kernel's order: several things may be wrong at once
    if (UserSkb.isTooLarge(given)) {
      return UserSkb.tooLarge();
    }
    Optional<String> shortHeader = EthernetFrame.shortHeader(packet);
    if (shortHeader.isPresent()) {
      return TestContexts.invalid(shortHeader.get());
    }
    Optional<ContextOutcome.Refused> refusal = user.refusal(length);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var context = new SkbTestContext(heap, packet, user, seesEthernet);
    if (context.page == 0 || context.skb == 0 || context.device == 0 || context.sock == 0) {
      context.free();
      return new ContextOutcome.Refused(Errno.ENOMEM, "no memory for the packet");
    }
    context.reset();
    return new ContextOutcome.Ready(context);
  }

  @Override
  public long address() {
    return skb;
  }

  @Override
  public void reset() {
    freeMovedHead();
    GuestMemory memory = heap.memory();
    memory.fill(page, PAGE, 0);
    memory.fill(skb, SkBuff.SIZE_WITH_TUNNEL, 0);
    memory.write(page + HEAD_ROOM, packet);
    int skipped = seesEthernet ? 0 : TestContexts.ETH_HLEN;
    long data = page + HEAD_ROOM + skipped;
    int length = packet.length - skipped;
    memory.putLong(skb + SkBuff.HEAD, page);
    memory.putInt(skb + SkBuff.END, PAGE - SHARED_INFO);
    memory.putInt(skb + SkBuff.TAIL, HEAD_ROOM + packet.length);
    memory.putLong(skb + SkBuff.DATA, data);
    memory.putInt(skb + SkBuff.LEN, length);
    memory.putLong(skb + SkBuff.DEV, device);
    memory.putLong(skb + SkBuff.SK, sock);
    memory.putShort(skb + SkBuff.MAC_HEADER, (short) HEAD_ROOM);
    memory.putShort(skb + SkBuff.NETWORK_HEADER, (short) (HEAD_ROOM + TestContexts.ETH_HLEN));
    memory.putShort(skb + SkBuff.TRANSPORT_HEADER, (short) NO_HEADER);
    memory.putShort(skb + SkBuff.PROTOCOL, EthernetFrame.protocol(packet));
    memory.putByte(skb + SkBuff.PKT_TYPE, EthernetFrame.packetType(packet));
    memory.putLong(skb + KernelAbi.SkbCb.DATA_META, data);
    memory.putLong(skb + KernelAbi.SkbCb.DATA_END, data + length);
    TestSocket.fill(memory, sock, packet);
    user.store(memory, skb, sharedInfo(), length);
  }

  /** Where the shared info is now: helpers may have moved the packet to a larger block. */
  private long sharedInfo() {
    GuestMemory memory = heap.memory();
    return memory.getLong(skb + SkBuff.HEAD)
        + Integer.toUnsignedLong(memory.getInt(skb + SkBuff.END));
  }

  /** The packet; where the program did not see the Ethernet header, the kernel makes it zeros. */
  @Override
  public byte[] dataOut() {
    GuestMemory memory = heap.memory();
    int skipped = seesEthernet ? 0 : TestContexts.ETH_HLEN;
    int length = memory.getInt(skb + SkBuff.LEN);
    byte[] out = new byte[skipped + length];
    memory.read(memory.getLong(skb + SkBuff.DATA), out, skipped, length);
    return out;
  }

  @Override
  public byte[] contextOut() {
    return user.load(heap.memory(), skb, sharedInfo());
  }

  private void freeMovedHead() {
    long head = heap.memory().getLong(skb + SkBuff.HEAD);
    if (head != 0 && head != page) {
      heap.free(head);
    }
  }

  @Override
  public void free() {
    if (skb != 0) {
      freeMovedHead();
    }
    for (long block : new long[] {page, skb, device, sock}) {
      if (block != 0) {
        heap.free(block);
      }
    }
  }
}
