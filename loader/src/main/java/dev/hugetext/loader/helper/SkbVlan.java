package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;

/** VLAN tags: the outermost is kept beside the packet, further ones in it. */
final class SkbVlan {
  private static final short ETH_P_8021Q = Skb.networkOrder(0x8100);
  private static final short ETH_P_8021AD = Skb.networkOrder(0x88a8);
  private static final int ETH_P_802_3_MIN = 0x600;
  private static final short ETH_P_802_3 = Skb.networkOrder(0x0001);
  private static final short ETH_P_802_2 = Skb.networkOrder(0x0004);

  private static final int ADDRESSES = 12;
  private static final int TAG = 4;
  private static final int TAGGED_HEADER = 18;
  private static final int ETHERNET_HEADER = 14;

  private SkbVlan() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.SKB_VLAN_PUSH,
        (env, skb, protocol, tci, _, _) -> push(new Skb(env, skb), (short) protocol, (short) tci));
    bodies.put(HelperTable.SKB_VLAN_POP, (env, skb, _, _, _, _) -> pop(new Skb(env, skb)));
  }

  private static boolean isTag(short protocol) {
    return protocol == ETH_P_8021Q || protocol == ETH_P_8021AD;
  }

  private static void setTag(Skb skb, short protocol, short tci) {
    skb.memory().putShort(skb.address() + SkBuff.VLAN_PROTO, protocol);
    skb.memory().putShort(skb.address() + SkBuff.VLAN_TCI, tci);
  }

  private static long push(Skb skb, short wanted, short tci) {
    short protocol = isTag(wanted) ? wanted : ETH_P_8021Q;
    GuestMemory memory = skb.memory();
    if (memory.getInt(skb.address() + SkBuff.VLAN_ALL) != 0) {
      short oldProtocol = memory.getShort(skb.address() + SkBuff.VLAN_PROTO);
      short oldTci = memory.getShort(skb.address() + SkBuff.VLAN_TCI);
      if (!SkbRoom.insert(skb, ADDRESSES, TAG)) {
        return Errno.ENOMEM.negative();
      }
      memory.putShort(skb.data() + ADDRESSES, oldProtocol);
      memory.putShort(skb.data() + ADDRESSES + Short.BYTES, Short.reverseBytes(oldTci));
      skb.setProtocol(oldProtocol);
      skb.resetMacLength();
    }
    setTag(skb, protocol, tci);
    return 0;
  }

  private static long pop(Skb skb) {
    if (skb.memory().getInt(skb.address() + SkBuff.VLAN_ALL) != 0) {
      setTag(skb, (short) 0, (short) 0);
    } else {
      if (!isTag(skb.protocol())) {
        return 0;
      }
      if (!skb.contains(0, TAGGED_HEADER)) {
        return Errno.ENOMEM.negative();
      }
      takeOut(skb);
    }
    if (!isTag(skb.protocol())) {
      return 0;
    }
    if (!skb.contains(0, TAGGED_HEADER)) {
      return Errno.ENOMEM.negative();
    }
    short protocol = skb.protocol();
    setTag(skb, protocol, takeOut(skb));
    return 0;
  }

  /** Takes the first tag out of the packet; gives what it said. */
  private static short takeOut(Skb skb) {
    GuestMemory memory = skb.memory();
    long data = skb.data();
    short tci = Short.reverseBytes(memory.getShort(data + ETHERNET_HEADER));
    skb.setProtocol(encapsulated(memory, data + ETHERNET_HEADER + Short.BYTES));
    memory.write(data + TAG, memory.read(data, ADDRESSES));
    skb.pull(TAG);
    skb.shiftMacHeader(TAG);
    if (skb.networkOffset() < ETHERNET_HEADER) {
      skb.setNetworkOffset(ETHERNET_HEADER);
    }
    skb.resetMacLength();
    return tci;
  }

  /** The protocol behind a tag, by the number there or, if that is a length, by what follows. */
  private static short encapsulated(GuestMemory memory, long at) {
    short number = memory.getShort(at);
    if (Short.toUnsignedInt(Short.reverseBytes(number)) >= ETH_P_802_3_MIN) {
      return number;
    }
    return memory.getShort(at + Short.BYTES) == -1 ? ETH_P_802_3 : ETH_P_802_2;
  }
}
