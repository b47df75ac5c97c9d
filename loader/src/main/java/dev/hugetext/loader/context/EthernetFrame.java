package dev.hugetext.loader.context;

import java.util.Optional;

/** What the kernel reads off a frame's Ethernet header ({@code eth_type_trans}), on loopback. */
final class EthernetFrame {
  private static final int TYPE = 12;
  private static final int ETH_P_802_3_MIN = 0x600;
  private static final int ETH_P_802_3 = 0x0001;
  private static final int ETH_P_802_2 = 0x0004;
  private static final int ETH_P_IP = 0x0800;
  private static final int ETH_P_IPV6 = 0x86dd;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  private static final byte PACKET_HOST = 0;
  private static final byte PACKET_MULTICAST = 2;
  private static final byte PACKET_OTHERHOST = 3;

  private EthernetFrame() {}

  private static int bigEndian16(byte[] packet, int offset) {
    return (packet[offset] & 0xff) << 8 | packet[offset + 1] & 0xff;
  }

  static boolean isIpv4(byte[] packet) {
    return bigEndian16(packet, TYPE) == ETH_P_IP;
  }

  static boolean isIpv6(byte[] packet) {
    return bigEndian16(packet, TYPE) == ETH_P_IPV6;
  }

  /** Why the packet is too short for the network header that its type announces, if it is. */
  static Optional<String> shortHeader(byte[] packet) {
    int behind = packet.length - TestContexts.ETH_HLEN;
    return switch (bigEndian16(packet, TYPE)) {
      case ETH_P_IP -> tooShort("an IPv4", IPV4_HEADER, behind);
      case ETH_P_IPV6 -> tooShort("an IPv6", IPV6_HEADER, behind);
      default -> Optional.empty();
    };
  }

  private static Optional<String> tooShort(String what, int header, int behind) {
    return behind >= header
        ? Optional.empty()
        : Optional.of(
            "%s packet has at least %d bytes behind its Ethernet header, not %d"
                .formatted(what, header, behind));
  }

  /** {@code skb->protocol}: the type in network byte order, as a little-endian load sees it. */
  static short protocol(byte[] packet) {
    int type = bigEndian16(packet, TYPE);
    if (type < ETH_P_802_3_MIN) {
      boolean raw =
          packet.length >= TestContexts.ETH_HLEN + 2
              && bigEndian16(packet, TestContexts.ETH_HLEN) == 0xffff;
      type = raw ? ETH_P_802_3 : ETH_P_802_2;
    }
    return Short.reverseBytes((short) type);
  }

  /** {@code skb->pkt_type}: the address of the loopback device is all zeros. */
  static byte packetType(byte[] packet) {
    if ((packet[0] & 1) != 0) {
      return PACKET_MULTICAST;
    }
    for (int i = 0; i < 6; i++) {
      if (packet[i] != 0) {
        return PACKET_OTHERHOST;
      }
    }
    return PACKET_HOST;
  }
}
