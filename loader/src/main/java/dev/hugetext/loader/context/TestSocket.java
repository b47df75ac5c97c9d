package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.KernelAbi.Sock;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;

/**
 * The socket that the kernel gives a test packet: closed, of no family but that of an IP packet's
 * addresses, which are its own.
 */
final class TestSocket {
  private static final byte TCP_CLOSE = 7;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int SADDR4 = TestContexts.ETH_HLEN + 12;
  private static final int DADDR4 = TestContexts.ETH_HLEN + 16;
  private static final int SADDR6 = TestContexts.ETH_HLEN + 8;
  private static final int DADDR6 = TestContexts.ETH_HLEN + 24;

  private TestSocket() {}

  static void fill(GuestMemory memory, long sock, byte[] packet) {
    memory.fill(sock, Sock.SIZE, 0);
    memory.putByte(sock + Sock.STATE, TCP_CLOSE);
    memory.putShort(sock + Sock.RX_QUEUE_MAPPING, (short) -1);
    if (EthernetFrame.isIpv4(packet)) {
      memory.putShort(sock + Sock.FAMILY, AF_INET);
      memory.write(sock + Sock.RCV_SADDR, Arrays.copyOfRange(packet, SADDR4, SADDR4 + 4));
      memory.write(sock + Sock.DADDR, Arrays.copyOfRange(packet, DADDR4, DADDR4 + 4));
    } else if (EthernetFrame.isIpv6(packet)) {
      memory.putShort(sock + Sock.FAMILY, AF_INET6);
      memory.write(sock + Sock.V6_RCV_SADDR, Arrays.copyOfRange(packet, SADDR6, SADDR6 + 16));
      memory.write(sock + Sock.V6_DADDR, Arrays.copyOfRange(packet, DADDR6, DADDR6 + 16));
    }
  }
}
