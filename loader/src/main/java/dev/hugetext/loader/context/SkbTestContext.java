package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;
import java.util.Optional;

/** {@code struct sk_buff} over one page: head room, packet, and the shared info at the end. */
final class SkbTestContext implements TestContext {
  private static final int PAGE = 4096;
  private static final int HEAD_ROOM = 64; // NET_SKB_PAD
  private static final int SHARED_INFO = 320; // struct skb_shared_info, in whole cache lines

  private final KernelHeap heap;
  private final byte[] packet;
  private final UserSkb user;
  private final boolean seesEthernet;
  private final long page;
  private final long skb;
  private final long device;

  private SkbTestContext(KernelHeap heap, byte[] packet, UserSkb user, boolean seesEthernet) {
    this.heap = heap;
    this.packet = packet;
    this.user = user;
    this.seesEthernet = seesEthernet;
    page = heap.allocate(PAGE);
    skb = heap.allocate(KernelAbi.SkBuff.SIZE);
    device = Loopback.create(heap);
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
    if (context.page == 0 || context.skb == 0 || context.device == 0) {
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
    GuestMemory memory = heap.memory();
    memory.fill(page, PAGE, 0);
    memory.fill(skb, KernelAbi.SkBuff.SIZE, 0);
    memory.write(page + HEAD_ROOM, packet);
    int skipped = seesEthernet ? 0 : TestContexts.ETH_HLEN;
    long data = page + HEAD_ROOM + skipped;
    int length = packet.length - skipped;
    memory.putLong(skb + KernelAbi.SkBuff.HEAD, page);
    memory.putInt(skb + KernelAbi.SkBuff.END, PAGE - SHARED_INFO);
    memory.putLong(skb + KernelAbi.SkBuff.DATA, data);
    memory.putInt(skb + KernelAbi.SkBuff.LEN, length);
    memory.putLong(skb + KernelAbi.SkBuff.DEV, device);
    memory.putShort(skb + KernelAbi.SkBuff.PROTOCOL, EthernetFrame.protocol(packet));
    memory.putByte(skb + KernelAbi.SkBuff.PKT_TYPE, EthernetFrame.packetType(packet));
    memory.putLong(skb + KernelAbi.SkbCb.DATA_META, data);
    memory.putLong(skb + KernelAbi.SkbCb.DATA_END, data + length);
    user.store(memory, skb, sharedInfo(), length);
  }

  private long sharedInfo() {
    return page + PAGE - SHARED_INFO;
  }

  /** The packet; where the program did not see the Ethernet header, the kernel makes it zeros. */
  @Override
  public byte[] dataOut() {
    byte[] out = heap.memory().read(page + HEAD_ROOM, packet.length);
    if (!seesEthernet) {
      Arrays.fill(out, 0, TestContexts.ETH_HLEN, (byte) 0);
    }
    return out;
  }

  @Override
  public byte[] contextOut() {
    return user.load(heap.memory(), skb, sharedInfo());
  }

  @Override
  public void free() {
    for (long block : new long[] {page, skb, device}) {
      if (block != 0) {
        heap.free(block);
      }
    }
  }
}
